import { createHash } from 'node:crypto';

/**
 * Says which exchange account something was validated for: a hash of where it is and whose it is there. The
 * same for every worker that is configured rightly.
 */
export function accountIdentity(baseUrl: string, exchangeAccountId: string): string {
  return createHash('sha256')
    .update(JSON.stringify(['account', normaliseBaseUrl(baseUrl), exchangeAccountId]))
    .digest('hex');
}

/** Scheme and host in lower case, no default port, no trailing slash: spellings of one place are one place. */
function normaliseBaseUrl(baseUrl: string): string {
  const url = new URL(baseUrl);
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}
