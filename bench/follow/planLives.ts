import type { StatusChange } from '../support/exchangeMessages.ts';

export type LifePlan = {
  readonly startMs: number;
  readonly cadenceMs: number;
  /** How many polls a withdrawal is in flight, on average. */
  readonly polls: number;
  /** By how many polls its end may be earlier or later than that. */
  readonly spread: number;
  readonly random: () => number;
};

/**
 * Two changes per withdrawal: broadcast in the first half of its time in flight, completed around its last poll. They
 * are spread over several cadences, as in production; all of them in one would measure a burst.
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
