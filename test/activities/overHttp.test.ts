import { randomBytes } from 'node:crypto';
import { performance } from 'node:perf_hooks';

import { describe, expect, test } from '@jest/globals';

import type { FindLostInput, FindLostResult, SubmitResult } from '../../activities/contract.ts';
import { createFollowActivities } from '../../activities/createFollowActivities.ts';
import { createMoneyActivities } from '../../activities/createMoneyActivities.ts';
import type { ActivityDependencies } from '../../activities/dependencies.ts';
import { sleep } from '../../activities/sleep.ts';
import { defaultPolicy } from '../../domain/policy.ts';
import type { FaultOrder } from '../../simulator/index.ts';
import { type AdapterName, withSimulator } from '../exchanges/support/withSimulator.ts';
import { anEnvironment, createBench } from './support/bench.ts';

/* The real adapters, over real HTTP to a simulator. Its ledger tells whether money left. */

async function createSetting(name: AdapterName) {
  const setting = await withSimulator(name, {}, { timeoutMs: 400 });
  const bench = createBench();
  bench.clock.nowMs = Date.now();
  const account = 'x/y';
  const { exchange } = setting;
  const dependencies: ActivityDependencies = {
    ...bench.dependencies,
    accounts: new Map([
      [
        account,
        { ...bench.runtime, account, exchange, accountIdentity: 'identity', options: { submitTimeoutMs: 400 } },
      ],
    ]),
    nowMs: Date.now,
    monotonicMs: () => performance.now(),
    randomToken: () => randomBytes(16).toString('hex'),
    sleep,
  };
  const activities = { ...createMoneyActivities(dependencies), ...createFollowActivities(dependencies) };
  const requestedAt = new Date().toISOString();
  const base = setting.intent({ account });
  const intent = { ...base, laneKey: exchange.laneKey(base) };
  const input = {
    intent,
    requestedAt,
    deadlineAt: null,
    policy: defaultPolicy,
    repeatSubmit: exchange.capabilities.repeatSubmit,
    mode: 'send' as const,
    knownObstacle: null,
  };
  /** Repeats the attempt, as Temporal does, until it answers. */
  const submit = async (): Promise<SubmitResult> => {
    for (let attempt = 1; attempt < 10; attempt += 1) {
      const { environment } = anEnvironment(bench, { attempt, scheduledTimestampMs: Date.now() });
      const run: Promise<SubmitResult> = environment.run(
        (given: typeof input) => activities.submitWithdrawal(given),
        input,
      );
      const result = await run.catch(() => null);
      if (result !== null) return result;
    }
    throw new Error('never answered');
  };
  const find = (change: Partial<FindLostInput>): Promise<FindLostResult> =>
    anEnvironment(bench, { startToCloseTimeoutMs: 60_000 }).environment.run(
      (given: FindLostInput) => activities.findLostSubmission(given),
      {
        candidates: [{ intent, baseline: null, lastPossibleSendMs: Date.now() }],
        requestedAt,
        windowMs: 100,
        intervalMs: 30,
        knownVerdict: null,
        ...change,
      },
    );
  return { simulator: setting.simulator, intent, submit, find };
}

describe.each<AdapterName>(['bigone', 'bitunix'])('%s over HTTP', (name) => {
  test('behavior: accepted once, however often it is asked', async () => {
    const { submit, simulator } = await createSetting(name);
    const results = await Promise.all(Array.from({ length: 5 }, submit));
    expect(simulator.ledger.accepted()).toHaveLength(1);
    expect(results.some((result) => result.kind === 'accepted')).toBe(true);
    expect((await submit()).kind).toBe(name === 'bigone' ? 'found' : 'accepted');
    expect(simulator.ledger.accepted()).toHaveLength(1);
  });

  const lost: readonly (readonly [Omit<FaultOrder, 'on'>, number])[] = [
    [{ name: 'acceptThenDropReply' }, 1],
    [{ name: 'acceptThen5xx' }, 1],
    [{ name: 'dropBeforeAccept' }, 0],
    [{ name: 'htmlBody' }, 0],
    [{ name: 'unknownCode', accepts: true }, 1],
  ];
  test.each(lost)(
    'behavior: %j → unknown, asked again sends nothing, and the look-up tells',
    async (fault, accepted) => {
      const { submit, find, simulator, intent } = await createSetting(name);
      simulator.arm({ ...fault, on: 'submit' });
      const first = await submit();
      expect(first.kind).toBe('unknown');
      const again = await submit();
      // Found by its id, or told by the account that it was granted before.
      expect(again.kind).toBe(name === 'bigone' && accepted === 1 ? 'found' : 'unknown');
      expect(simulator.ledger.accepted()).toHaveLength(accepted);
      const verdict = await find(
        first.kind === 'unknown'
          ? { candidates: [{ intent, baseline: first.baseline, lastPossibleSendMs: first.lastPossibleSendMs }] }
          : {},
      );
      expect(verdict.kind).toBe(accepted === 1 ? 'found' : 'none');
      expect(simulator.ledger.accepted()).toHaveLength(accepted);
    },
  );
});
