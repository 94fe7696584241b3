import { describe, expect, test } from '@jest/globals';
import { chaosAccounts } from '../../scripts/chaos/chaosAccounts.ts';
import { planWithdrawals } from '../../scripts/chaos/planWithdrawals.ts';

const alike = (seed: number): number => {
  const plan = planWithdrawals(seed, 200);
  return plan.filter((one, index) => plan.slice(Math.max(0, index - 5), index).some((other) => other.account === one.account && other.asset === one.asset && other.address === one.address && other.amount === one.amount)).length;
};

describe('the plan of a chaos run', () => {
  test('is the same for the same seed, and another for another', () => {
    expect(planWithdrawals(7, 100)).toEqual(planWithdrawals(7, 100));
    expect(planWithdrawals(7, 100)).not.toEqual(planWithdrawals(8, 100));
  });

  test('of a longer run begins like that of a shorter one', () => {
    expect(planWithdrawals(7, 100).slice(0, 30)).toEqual(planWithdrawals(7, 30));
  });

  test.each([1, 2, 3])('with seed %i has every account, faults at every place, cancels, deadlines and many that are alike', (seed) => {
    const plan = planWithdrawals(seed, 200);
    expect(new Set(plan.map((one) => one.account))).toEqual(new Set(chaosAccounts.map((one) => one.account)));
    expect(new Set(plan.flatMap((one) => one.faults.map((fault) => fault.on)))).toEqual(new Set(['submit', 'follow', 'cancel']));
    expect(plan.filter((one) => one.cancelMs !== null).length).toBeGreaterThan(20);
    expect(plan.filter((one) => one.deadlineMs !== null).length).toBeGreaterThan(10);
    expect(alike(seed)).toBeGreaterThan(50);
    expect(new Set(plan.map((one) => one.withdrawalId)).size).toBe(plan.length);
  });
});
