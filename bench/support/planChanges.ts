import type { StatusChange } from './exchangeMessages.ts';

/** Two changes per withdrawal, at any time of the first and of the second half of a window. */
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
