import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { v5 as uuidV5 } from 'uuid';

import type { Capabilities } from './capabilities.ts';

/** Fixed for ever: another namespace would give every withdrawal another id. */
const namespace = '5a1c6f0e-6d8b-5c1f-9a55-2f6f7f1f0a11';

const derivations: Readonly<Record<Capabilities['clientIdFormat'], (seed: string) => string | null>> = {
  none: () => null,
  uuid: (seed) => uuidV5(seed, namespace),
  // 15 digits: below 2^53, for exchanges whose ids are numbers.
  digits: (seed) =>
    (
      (BigInt(`0x${bytesToHex(sha256(utf8ToBytes(seed))).slice(0, 24)}`) % 900_000_000_000_000n) +
      100_000_000_000_000n
    ).toString(),
};

/**
 * What we hand the exchange for one submission: always the same for the same input, never random. Null where
 * it takes none.
 */
export function deriveClientWithdrawalId(
  format: Capabilities['clientIdFormat'],
  withdrawalId: string,
  submission: number,
): string | null {
  return derivations[format](`${withdrawalId}#${submission}`);
}
