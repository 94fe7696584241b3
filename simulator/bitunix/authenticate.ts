import { createHash } from 'node:crypto';

import type { Call } from '../exchangeApi.ts';
import { createNonces } from '../nonces.ts';
import type { SimulatedAccount } from '../options.ts';
import { refusals } from './refusals.ts';

const sha256 = (...parts: (string | Buffer)[]) =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest('hex');

/**
 * The double SHA-256 that a request must carry in `sign`. `queryParams`: sorted keys, each directly followed
 * by its value.
 */
export function expectedSign(signed: {
  apiKey: string;
  secretKey: string;
  nonce: string;
  timestamp: string;
  queryParams: string;
  body: Buffer | string;
}): string {
  const digest = sha256(signed.nonce, signed.timestamp, signed.apiKey, signed.queryParams, signed.body);
  return sha256(digest, signed.secretKey);
}

function queryParamsOf(query: URLSearchParams): string {
  const pairs = [...query.entries()].sort(([a], [b]) => Number(a > b) - Number(a < b));
  return pairs.map(([key, value]) => `${key}${value}`).join('');
}

/** Checks key, time window, signature over the bytes received, and that the nonce is new to this key. */
export function createAuthenticate(accounts: readonly SimulatedAccount[], now: () => number, windowMs: number) {
  const nonces = createNonces();
  const byKey = new Map(accounts.map((account) => [account.apiKey, account]));

  return (call: Call): SimulatedAccount => {
    const header = (name: string) => String(call.headers[name] ?? '');
    const [apiKey, nonce, timestamp, sign] = [header('api-key'), header('nonce'), header('timestamp'), header('sign')];
    if (apiKey === '') throw refusals.keyMissing;
    const account = byKey.get(apiKey);
    if (!account) throw refusals.unknownKey;
    for (const [name, value] of Object.entries({ nonce, timestamp, sign }))
      if (value === '') throw refusals.missing(name);
    if (!/^\d{13}$/.test(timestamp) || Math.abs(Number(timestamp) - now()) > windowMs) throw refusals.expired;
    const expected = expectedSign({
      apiKey,
      secretKey: account.apiSecret,
      nonce,
      timestamp,
      queryParams: queryParamsOf(call.query),
      body: call.body,
    });
    if (sign !== expected) throw refusals.badSignature;
    if (!nonces.use(apiKey, nonce, now(), windowMs)) throw refusals.nonceUsed;
    return account;
  };
}
