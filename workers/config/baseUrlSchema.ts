import { z } from 'zod';

/** Loopback, and names without a dot: how containers call each other. */
const plainHttpHost = /^(?:127\.\d+\.\d+\.\d+|\[::1\]|[a-z0-9-]+)$/i;

/**
 * A base URL that keys may be sent to: https, or plain http on this machine; no user, query or fragment.
 * Trailing slashes are dropped.
 */
export const baseUrlSchema = z.unknown().transform((value, context): string => {
  const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : null;
  const problem = url === null ? 'expected a URL such as "https://api.example.com"' : urlProblem(url);
  if (url !== null && problem === null) return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
  context.addIssue({ code: 'custom', message: problem ?? '' });
  return z.NEVER;
});

function urlProblem(url: URL): string | null {
  if (url.username !== '' || url.password !== '') return 'must not hold a user name or password';
  if (url.search !== '' || url.hash !== '') return 'must not hold a query or fragment';
  if (url.protocol === 'https:') return null;
  if (url.protocol !== 'http:') return 'expected https';
  return plainHttpHost.test(url.hostname)
    ? null
    : 'expected https: plain http is only for this machine and container names';
}
