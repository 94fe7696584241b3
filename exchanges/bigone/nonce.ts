import { randomInt } from 'node:crypto';

const nanosPerMs = 1_000_000;
let lastNonce = 0n;

/**
 * Unix nanoseconds, at least one more than any before in this process. The digits below the millisecond are random, so
 * that two processes with one key do not draw the same nonce: one used twice is refused, and a submit with it.
 */
export function nextBigoneNonce(nowMs: number): bigint {
  const now = BigInt(Math.trunc(nowMs)) * BigInt(nanosPerMs) + BigInt(randomInt(nanosPerMs));
  lastNonce = now > lastNonce ? now : lastNonce + 1n;
  return lastNonce;
}
