import { pedersen } from '@scure/starknet';

import { ExchangeError } from '../../errors.ts';
import { l2Nonce } from './l2Nonce.ts';
import { starkSign } from './starkSign.ts';

export type L2Fields = {
  readonly starkExAssetId: string;
  /** Also the position: each account has one, with the same number. */
  readonly accountId: string;
  /** The nonce is derived from it. */
  readonly clientId: string;
  /** In units of the L2, what `quantizeAmount` makes. */
  readonly amount: bigint;
  /** Unix milliseconds; the hash holds whole hours, rounded down. */
  readonly expireTimeMs: string;
};

export type L2Withdrawal = L2Fields & { readonly ethAddress: string };
export type L2Transfer = L2Fields & { readonly receiverAccountId: string; readonly receiverL2Key: string };

const hourMs = 3_600_000n;

/**
 * Hash of a withdrawal to an address (StarkEx type 7). Pure. Throws RangeError when a field is too big.
 * Source: MAPPING §3.
 */
export function withdrawalHash(fields: L2Withdrawal): bigint {
  const packed =
    pack([
      [7n, 32],
      [fields.accountId, 64],
      [l2Nonce(fields.clientId), 32],
      [fields.amount, 64],
      [hoursOf(fields), 32],
    ]) << 49n;
  return hashOf(hashOf(BigInt(fields.starkExAssetId), BigInt(fields.ethAddress)), packed);
}

/**
 * Hash of a transfer to another account (StarkEx type 4), its fee zero and in no asset. Pure. Throws
 * RangeError. Source: MAPPING §3.
 */
export function transferHash(fields: L2Transfer): bigint {
  const parties = pack([
    [fields.accountId, 64],
    [fields.receiverAccountId, 64],
    [fields.accountId, 64],
    [l2Nonce(fields.clientId), 32],
  ]);
  const payment =
    pack([
      [4n, 32],
      [fields.amount, 64],
      [0n, 64],
      [hoursOf(fields), 32],
    ]) << 81n;
  return hashOf(
    hashOf(hashOf(hashOf(BigInt(fields.starkExAssetId), 0n), BigInt(fields.receiverL2Key)), parties),
    payment,
  );
}

/**
 * Signs an L2 hash. The same hash gives the same signature, so that a repeat sends the same bytes. Throws ExchangeError
 * where the curve cannot sign it: only another client id would give another hash. Nothing was sent.
 */
export function l2Signature(
  hash: bigint,
  l2PrivateKey: string,
  errorContext: { readonly adapter: string; readonly endpoint: string },
): string {
  try {
    return starkSign(hash, l2PrivateKey);
  } catch {
    throw new ExchangeError({
      ...errorContext,
      reason: 'parameterRefused',
      note: 'not sent: this client id gives a hash that cannot be signed; only a new one can',
    });
  }
}

function hoursOf({ expireTimeMs }: L2Fields): bigint {
  return BigInt(expireTimeMs) / hourMs;
}

/** Joins numbers into one, each within its own number of bits: one too big would change its neighbour. */
function pack(parts: readonly (readonly [bigint | string, number])[]): bigint {
  return parts.reduce<bigint>((packed, [part, bits]) => {
    const value = BigInt(part);
    if (value < 0n || value >= 1n << BigInt(bits)) throw new RangeError(`expected a number below 2^${bits}`);
    return (packed << BigInt(bits)) | value;
  }, 0n);
}

function hashOf(left: bigint, right: bigint): bigint {
  return BigInt(pedersen(left, right));
}
