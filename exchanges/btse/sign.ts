import { createHmac } from 'node:crypto';

export type BtseSignInput = {
  readonly apiSecret: string;
  /** Without `/spot` for `/api/v3.x`, whole for `/public-api`; never with the query. */
  readonly path: string;
  /** Unix milliseconds; never used twice with one key. */
  readonly nonce: string;
  /** Exactly the bytes that are sent; empty for none. */
  readonly body: string;
};

/**
 * Signs one request: lower-case hex of HMAC-SHA384 over path, nonce and body. Pure. Source: "Authentication"
 * (MAPPING §2).
 */
export function signBtse({ apiSecret, path, nonce, body }: BtseSignInput): string {
  return createHmac('sha384', apiSecret)
    .update(path + nonce + body, 'utf8')
    .digest('hex');
}
