import { createHmac, timingSafeEqual } from 'node:crypto';

import { isLosslessNumber, parse } from 'lossless-json';

import type { Call } from '../exchangeApi.ts';
import { createNonces } from '../nonces.ts';
import type { SimulatedAccount } from '../options.ts';
import { refusals } from './refusals.ts';

type Claims = { type?: unknown; sub?: unknown; nonce?: unknown; recv_window?: unknown };

/**
 * The claims of a token, if its signature by this secret holds. Synchronous, unlike the libraries: a request
 * is answered in one go.
 */
export function verifyToken(token: string, secretOf: (claims: Claims) => string): Claims {
  const [header, payload, signature, ...rest] = token.split('.');
  if (!header || !payload || !signature || rest.length > 0) throw refusals.badJwt('not three parts');
  const [{ alg }, claims] = [decode<{ alg?: unknown }>(header), decode<Claims>(payload)];
  if (alg !== 'HS256') throw refusals.badJwt('alg is not HS256');
  const expected = createHmac('sha256', secretOf(claims)).update(`${header}.${payload}`).digest();
  const given = Buffer.from(signature, 'base64url');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw refusals.badJwt('signature');
  return claims;
}

function decode<T>(part: string): T {
  try {
    const value: unknown = parse(Buffer.from(part, 'base64url').toString('utf8'));
    if (typeof value === 'object' && value !== null && !isLosslessNumber(value)) return value as T;
  } catch {
    // Refused below, like any other nonsense.
  }
  throw refusals.badJwt('not JSON');
}

/**
 * Checks the bearer token: key, signature, `type`, and a nonce in Unix nanoseconds that is fresh and never
 * used before by this key.
 */
export function createAuthenticate(accounts: readonly SimulatedAccount[], now: () => number, recvWindowMs: number) {
  const nonces = createNonces();
  const byKey = new Map(accounts.map((account) => [account.apiKey, account]));

  function windowOf(claims: Claims): number {
    if (claims.recv_window === undefined) return recvWindowMs;
    if (typeof claims.recv_window !== 'string' || !/^\d{1,6}$/.test(claims.recv_window))
      throw refusals.badJwt('recv_window is not a text of seconds');
    return Number(claims.recv_window) * 1000;
  }

  return (call: Call): SimulatedAccount => {
    const token = /^Bearer (\S+)$/.exec(call.headers.authorization ?? '')?.[1];
    if (token === undefined) throw refusals.badHeader;
    let account: SimulatedAccount | undefined;
    const claims = verifyToken(token, ({ sub }) => {
      account = typeof sub === 'string' ? byKey.get(sub) : undefined;
      if (!account) throw refusals.unknownKey;
      return account.apiSecret;
    });
    if (!account) throw refusals.unknownKey;
    if (claims.type !== 'OpenAPIV2') throw refusals.badJwt('type is not OpenAPIV2');
    if (typeof claims.nonce !== 'string' || !/^\d{19}$/.test(claims.nonce))
      throw refusals.badJwt('nonce is not a text of Unix nanoseconds');
    const windowMs = windowOf(claims);
    const offMs = Math.abs(Number(BigInt(claims.nonce) / 1_000_000n) - now());
    if (offMs > windowMs) throw refusals.badJwt('nonce is outside of recv_window');
    if (!nonces.use(account.apiKey, claims.nonce, now(), windowMs)) throw refusals.badJwt('nonce was used before');
    return account;
  };
}
