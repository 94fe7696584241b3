import type { TroubleCounts } from './trouble.ts';

/** How often each trouble happens at least in a run of so many withdrawals, however fast it is. */
export function leastTroubles(
  withdrawals: number,
  restarts: Pick<TroubleCounts, 'serverRestarts' | 'simulatorRestarts'>,
): TroubleCounts {
  const often = Math.max(1, Math.ceil(withdrawals / 100));
  const seldom = Math.max(1, Math.ceil(withdrawals / 500));
  return {
    workerKills: often,
    exchangeStalls: often,
    workerFreezes: seldom,
    workerDrains: seldom,
    serverFreezes: seldom,
    accountPauses: seldom,
    ...restarts,
  };
}
