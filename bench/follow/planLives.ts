import type { StatusChange } from '../support/exchangeMessages.ts';

export type LifePlan = {
  readonly startMs: number;
  readonly cadenceMs: number;
  /** How many polls a withdrawal lives on average. */
  readonly polls: number;
  /** How many polls earlier or later than that it may end. */
  readonly spread: number;
  readonly random: () => number;
};

/**
 * Two changes per withdrawal: it is broadcast in the first half of its life and completed around its last poll.
 * Spread over several cadences, as they are in life; all of them in one would measure the burst.
 */
export function planLives(
  ids: readonly string[],
  { startMs, cadenceMs, polls, spread, random }: LifePlan,
): StatusChange[] {
  return ids.flatMap((exchangeWithdrawalId) => {
    const broadcastAt = polls * (0.2 + 0.3 * random());
    const completedAt = polls - spread + 2 * spread * random();
    return [
      { exchangeWithdrawalId, status: 'broadcast', atMs: Math.round(startMs + broadcastAt * cadenceMs) },
      { exchangeWithdrawalId, status: 'completed', atMs: Math.round(startMs + completedAt * cadenceMs) },
    ] as const;
  });
}
