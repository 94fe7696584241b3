import { createHash } from 'node:crypto';

/**
 * Identifies an exchange account: SHA-256, in hex, of its base URL and of the exchange's own id for it. Every
 * worker that is configured for this account computes the same value.
 */
export function accountIdentity(baseUrl: string, exchangeAccountId: string): string {
  return createHash('sha256')
    .update(JSON.stringify(['account', normaliseBaseUrl(baseUrl), exchangeAccountId]))
    .digest('hex');
}

/** Scheme and host in lower case, no default port, no trailing slash: two spellings of one URL become the same. */
function normaliseBaseUrl(baseUrl: string): string {
  const url = new URL(baseUrl);
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}
