import { describe, expect, test } from '@jest/globals';

import { placeKey } from '../../../scripts/chaos/alikeKey.ts';
import { accountNamed, chaosAccounts } from '../../../scripts/chaos/chaosAccounts.ts';
import { planWithdrawals } from '../../../scripts/chaos/planWithdrawals.ts';
import { faultNames } from '../../../simulator/index.ts';

const alike = (seed: number): number => {
  const plan = planWithdrawals(seed, 200);
  return plan.filter((one, index) =>
    plan
      .slice(Math.max(0, index - 5), index)
      .some(
        (other) =>
          other.account === one.account &&
          other.asset === one.asset &&
          other.address === one.address &&
          other.amount === one.amount,
      ),
  ).length;
};

describe('the plan of a chaos run', () => {
  test('is the same for the same seed, and another for another', () => {
    expect(planWithdrawals(7, 100)).toEqual(planWithdrawals(7, 100));
    expect(planWithdrawals(7, 100)).not.toEqual(planWithdrawals(8, 100));
  });

  test('of a longer run begins like that of a shorter one', () => {
    expect(planWithdrawals(7, 100).slice(0, 30)).toEqual(planWithdrawals(7, 30));
  });

  test('stages every mishap that the simulators know', () => {
    const staged = new Set(planWithdrawals(1, 2_000).flatMap((one) => one.faults.map((fault) => fault.name)));
    expect([...staged].sort()).toEqual([...faultNames].sort());
  });

  test('carries some requests out, and answers some, when nobody waits for them any more', () => {
    const late = planWithdrawals(1, 2_000)
      .flatMap((one) => one.faults)
      .filter((fault) => fault.on === 'submit' && (fault.delayMs ?? 0) > 30_000);
    expect(new Set(late.map((fault) => fault.name))).toEqual(new Set(['acceptLate', 'slow']));
  });

  test('makes look-alikes by hand, in a place where nothing else hides ours if only likeness can tell it', () => {
    const plan = planWithdrawals(1, 2_000);
    const kinds = (knownById: boolean): Set<unknown> =>
      new Set(
        plan
          .filter((one) => accountNamed(one.account).knownById === knownById && one.lookalike !== null)
          .map((one) => one.lookalike),
      );
    expect([kinds(true), kinds(false)]).toEqual([new Set(['atStart']), new Set(['onceAccepted'])]);
    const quiet = new Set(plan.filter((one) => one.lookalike === 'onceAccepted').map((one) => one.address));
    const there = plan.filter((one) => quiet.has(one.address)).flatMap((one) => one.faults);
    expect(
      there.every(
        (fault) =>
          fault.accepts !== false &&
          ['acceptThenDropReply', 'acceptThen5xx', 'htmlBody', 'unknownCode', 'malformedBody'].includes(fault.name),
      ),
    ).toBe(true);
  });

  test('lets no two withdrawals that are alike be lied about', () => {
    const keys = planWithdrawals(1, 2_000)
      .filter((one) => one.faults.some((fault) => fault.name === 'statusFlapping'))
      .map((one) => `${accountNamed(one.account).exchange} ${placeKey(one)}`);
    expect(keys.length).toBeGreaterThan(5);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test.each([1, 2, 3])(
    'with seed %i has every account, faults at every place, cancels, deadlines and many that are alike',
    (seed) => {
      const plan = planWithdrawals(seed, 200);
      expect(new Set(plan.map((one) => one.account))).toEqual(new Set(chaosAccounts.map((one) => one.account)));
      expect(new Set(plan.flatMap((one) => one.faults.map((fault) => fault.on)))).toEqual(
        new Set(['submit', 'follow', 'cancel']),
      );
      expect(plan.filter((one) => one.cancelMs !== null).length).toBeGreaterThan(20);
      expect(plan.filter((one) => one.deadlineMs !== null).length).toBeGreaterThan(10);
      expect(alike(seed)).toBeGreaterThan(50);
      expect(new Set(plan.map((one) => one.withdrawalId)).size).toBe(plan.length);
    },
  );
});
