import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { v5 as uuidV5 } from 'uuid';

import type { Capabilities } from './capabilities.ts';

/** Must never change: with another namespace every withdrawal would get another id. */
const namespace = '5a1c6f0e-6d8b-5c1f-9a55-2f6f7f1f0a11';

const derivations: Readonly<Record<Capabilities['clientIdFormat'], (seed: string) => string | null>> = {
  none: () => null,
  uuid: (seed) => uuidV5(seed, namespace),
  digits: fifteenDigits,
};

/**
 * The id that we give the exchange for one submission: always the same for the same input, never random. Null for an
 * exchange that takes no id of ours.
 */
export function deriveClientWithdrawalId(
  format: Capabilities['clientIdFormat'],
  withdrawalId: string,
  submission: number,
): string | null {
  return derivations[format](`${withdrawalId}#${submission}`);
}

/** Below 2^53, for exchanges whose ids are numbers. */
function fifteenDigits(seed: string): string {
  const hash = BigInt(`0x${bytesToHex(sha256(utf8ToBytes(seed))).slice(0, 24)}`);
  return ((hash % 900_000_000_000_000n) + 100_000_000_000_000n).toString();
}
