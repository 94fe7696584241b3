import type { StatusChange } from './exchangeMessages.ts';

/** Two changes per withdrawal: broadcast at a random time in the first half of a window, completed in the second. */
export function planChanges(
  ids: readonly string[],
  { startMs, windowMs, random }: { readonly startMs: number; readonly windowMs: number; readonly random: () => number },
): StatusChange[] {
  const half = windowMs / 2;
  return ids.flatMap((exchangeWithdrawalId) => [
    { exchangeWithdrawalId, status: 'broadcast', atMs: Math.round(startMs + half * random()) },
    { exchangeWithdrawalId, status: 'completed', atMs: Math.round(startMs + half + half * random()) },
  ]);
}
