import { createHash } from 'node:crypto';

import { keccak_256 } from '@noble/hashes/sha3.js';
import { Point, pedersen, verify } from '@scure/starknet';
import { isLosslessNumber } from 'lossless-json';

const order = 3618502788666131213697322783095070105526743751716087489154079457884512865583n;
const hourMs = 3_600_000;

const bits = (value: bigint | string | number, width: number) => {
  const text = BigInt(value).toString(2);
  if (text.length > width) throw new RangeError(`more than ${width} bits`);
  return text.padStart(width, '0');
};
const joined = (...parts: [bigint | string | number, number][]) =>
  BigInt(`0b${parts.map(([value, width]) => bits(value, width)).join('')}`);
const hash2 = (left: bigint, right: bigint) => BigInt(pedersen(left, right));

/** `l2Nonce`: "First 32 bits of sha256(client_withdraw_id)". */
export const nonceOf = (clientId: string): number => createHash('sha256').update(clientId).digest().readUInt32BE(0);

export type WithdrawalToSign = {
  assetId: string;
  accountId: string;
  address: string;
  clientId: string;
  units: bigint;
  expireMs: number;
};

/** Type 7: a withdrawal to an address. 49 zero bits end the second half. */
export function withdrawalToAddressHash({
  assetId,
  accountId,
  address,
  clientId,
  units,
  expireMs,
}: WithdrawalToSign): bigint {
  const packed = joined(
    [7, 16],
    [accountId, 64],
    [nonceOf(clientId), 32],
    [units, 64],
    [Math.floor(expireMs / hourMs), 32],
    [0, 49],
  );
  return hash2(hash2(BigInt(assetId), BigInt(address)), packed);
}

export type TransferToSign = Omit<WithdrawalToSign, 'address'> & { receiverAccountId: string; receiverKey: string };

/** Type 4: a transfer, without a fee. 81 zero bits end the last part. */
export function transferHash({
  assetId,
  accountId,
  clientId,
  units,
  expireMs,
  receiverAccountId,
  receiverKey,
}: TransferToSign): bigint {
  const parties = joined([accountId, 64], [receiverAccountId, 64], [accountId, 64], [nonceOf(clientId), 32]);
  const terms = joined([4, 16], [units, 64], [0, 64], [Math.floor(expireMs / hourMs), 32], [0, 81]);
  return hash2(hash2(hash2(hash2(BigInt(assetId), 0n), BigInt(receiverKey)), parties), terms);
}

/** Both points of a public key whose Y nobody said, by its X; the one that fitted last comes first. */
const pointsByX = new Map<string, string[]>();

function pointsOf(x: string): string[] {
  const known = pointsByX.get(x);
  if (known !== undefined) return known;
  const point = Point.fromHex(`02${x}`);
  const points = [point, point.negate()].map((one) => one.toHex(false));
  pointsByX.set(x, points);
  return points;
}

/**
 * Whether `signature` (r and s, 64 hex digits each) is that of the key with this X, or exactly of this point
 * if Y is given.
 */
export function isSignedBy(signature: string, hash: bigint, publicKeyX: string, publicKeyY?: string): boolean {
  if (!/^[0-9a-fA-F]{128}$/.test(signature)) return false;
  const x = publicKeyX.replace(/^0x/, '').padStart(64, '0');
  const fits = (point: string): boolean => verify(signature, `0x${hash.toString(16)}`, point, { format: 'compact' });
  try {
    if (publicKeyY !== undefined) return fits(`04${x}${publicKeyY}`);
    const points = pointsOf(x);
    const fitting = points.findIndex(fits);
    if (fitting > 0) points.reverse();
    return fitting >= 0;
  } catch {
    // No point of the curve, or numbers that no signature has.
    return false;
  }
}

export const requestHash = (message: string): bigint =>
  BigInt(`0x${Buffer.from(keccak_256(Buffer.from(message))).toString('hex')}`) % order;

/** The body as it is signed: keys sorted, `key=value` joined by `&`, lists element by element, null as nothing. */
export function flat(value: unknown): string {
  if (value === null) return '';
  if (isLosslessNumber(value)) return String(value);
  if (Array.isArray(value)) return value.map((one) => flat(one)).join('&');
  if (typeof value !== 'object') return String(value as string | boolean);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.map(([key, one]) => `${key}=${flat(one)}`).join('&');
}
