import { createHash } from 'node:crypto';

export type BitunixSignInput = {
  readonly apiKey: string;
  readonly apiSecret: string;
  /** 32 random characters; never used twice. */
  readonly nonce: string;
  /** Unix milliseconds. */
  readonly timestamp: string;
  /** What `bitunixQueryText` makes; empty without a query. */
  readonly queryText: string;
  /** Exactly the bytes that are sent; empty for GET. */
  readonly body: string;
};

/**
 * Signs one request: lower-case hex of SHA-256 over (hex of SHA-256 over all parts) and the secret. Pure.
 * Source: "Signature" (MAPPING §2).
 */
export function signBitunix(input: BitunixSignInput): string {
  const digest = sha256Hex(input.nonce + input.timestamp + input.apiKey + input.queryText + input.body);
  return sha256Hex(digest + input.apiSecret);
}

/** Query parameters as they are signed: sorted by key, key and value joined with nothing between. Pure. */
export function bitunixQueryText(query: Readonly<Record<string, string>>): string {
  const byKey = Object.entries(query).sort(([a], [b]) => (a < b ? -1 : 1));
  return byKey.map(([key, value]) => key + value).join('');
}

function sha256Hex(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
