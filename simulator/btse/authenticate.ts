import { createHmac } from 'node:crypto';

import type { Call } from '../exchangeApi.ts';
import { createNonces } from '../nonces.ts';
import type { SimulatedAccount } from '../options.ts';
import { refusals } from './refusals.ts';

/** What a request must carry in `request-sign`. `path`: without `/spot`, and never with the query. */
export function expectedSign(signed: {
  secretKey: string;
  path: string;
  nonce: string;
  body: Buffer | string;
}): string {
  return createHmac('sha384', signed.secretKey)
    .update(signed.path)
    .update(signed.nonce)
    .update(signed.body)
    .digest('hex');
}

/**
 * Checks key, nonce (Unix milliseconds within the window, new to this key) and the signature over the bytes
 * received.
 */
export function createAuthenticate(accounts: readonly SimulatedAccount[], now: () => number, windowMs: number) {
  const nonces = createNonces();
  const byKey = new Map(accounts.map((account) => [account.apiKey, account]));

  return (call: Call): SimulatedAccount => {
    const header = (name: string) => String(call.headers[name] ?? '');
    const [apiKey, nonce, sign] = [header('request-api'), header('request-nonce'), header('request-sign')];
    const account = byKey.get(apiKey);
    if (!account) throw refusals.badKey;
    if (!/^\d{13}$/.test(nonce) || Math.abs(Number(nonce) - now()) > windowMs) throw refusals.badNonce;
    if (
      sign !==
      expectedSign({ secretKey: account.apiSecret, path: call.path.replace(/^\/spot/, ''), nonce, body: call.body })
    )
      throw refusals.badSignature;
    if (!nonces.use(apiKey, nonce, now(), windowMs)) throw refusals.badNonce;
    return account;
  };
}
