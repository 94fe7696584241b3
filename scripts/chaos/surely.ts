import type { TroubleCounts } from './trouble.ts';

/** How often each trouble surely comes over so many withdrawals, however fast they are; time may bring more. */
export function surely(
  withdrawals: number,
  asked: Pick<TroubleCounts, 'serverRestarts' | 'simulatorRestarts'>,
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
    ...asked,
  };
}
