import { createHmac, timingSafeEqual } from 'node:crypto';

import type { Call } from '../exchangeApi.ts';
import type { SimulatedAccount } from '../options.ts';
import { readBody } from './body.ts';
import { refusals } from './refusals.ts';
import type { EdgexSettings } from './settings.ts';
import { flat, isSignedBy, requestHash } from './stark.ts';

type Setting = { accounts: readonly SimulatedAccount[]; now: () => number; windowMs: number; settings: EdgexSettings };

const header = (call: Call, name: string) => {
  const value = call.headers[name.toLowerCase()];
  if (typeof value !== 'string' || value === '') throw refusals.headerMissing(name);
  return value;
};

/** What both schemes sign: time, method, path, and the query or body laid out flat. */
function messageOf(call: Call, timestamp: string): string {
  const query = [...call.query.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => `${key}=${value}`);
  return timestamp + call.method + call.path + (call.method === 'POST' ? flat(readBody(call)) : query.join('&'));
}

/** Checks time and signature over what was received, under the key of the account that the request names. */
export function createAuthenticate({ accounts, now, windowMs, settings }: Setting) {
  function checkTime(timestamp: string): void {
    if (!/^\d{13}$/.test(timestamp) || Math.abs(Number(timestamp) - now()) > windowMs) throw refusals.expired;
  }

  function starkFits(call: Call, { l2PublicKey }: SimulatedAccount): boolean {
    const timestamp = header(call, 'X-edgeX-Api-Timestamp');
    const signature = header(call, 'X-edgeX-Api-Signature');
    checkTime(timestamp);
    if (l2PublicKey === undefined || ![128, 192].includes(signature.length)) return false;
    const third = signature.length === 192 ? signature.slice(128) : undefined;
    return isSignedBy(signature.slice(0, 128), requestHash(messageOf(call, timestamp)), l2PublicKey, third);
  }

  function hmacFits(call: Call, { apiKey, apiSecret, passphrase }: SimulatedAccount): boolean {
    const [key, phrase, timestamp, signature] = [
      'X-edgeX-Api-Key',
      'X-edgeX-Passphrase',
      'X-edgeX-Timestamp',
      'X-edgeX-Signature',
    ].map((name) => header(call, name)) as [string, string, string, string];
    checkTime(timestamp);
    const expected = createHmac('sha256', Buffer.from(apiSecret).toString('base64'))
      .update(messageOf(call, timestamp))
      .digest('hex');
    const isEqual =
      expected.length === signature.length && timingSafeEqual(Buffer.from(expected), Buffer.from(signature));
    return isEqual && key === apiKey && phrase === passphrase;
  }

  /** Calls that name no account can be anybody's: the signature tells. */
  function candidates(call: Call): readonly SimulatedAccount[] {
    const named = call.method === 'POST' ? readBody(call)['accountId'] : call.query.get('accountId');
    if (named === null || named === undefined) return accounts;
    const account = accounts.find(({ accountId }) => accountId === named);
    if (!account) throw refusals.unknownAccount;
    return [account];
  }

  return (call: Call): SimulatedAccount => {
    const mode = call.path.startsWith('/api/v1/private/assets/') ? (settings.assetsAuth ?? 'stark') : 'stark';
    const account = candidates(call).find(
      (one) => (mode === 'hmac' || starkFits(call, one)) && (mode === 'stark' || hmacFits(call, one)),
    );
    if (!account) throw refusals.badKey;
    return account;
  };
}
