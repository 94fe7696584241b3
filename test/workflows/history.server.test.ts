import { afterAll, describe, expect, test } from '@jest/globals';

import type { WithdrawalRequestInput } from '../../client/index.ts';
import { startWorld } from '../support/world.ts';
import { aStill, both, eventually, following, handleOf, readsOf, type TestExchange } from './support/withdrawals.ts';

const world = await startWorld({ pollInterval: '10 ms', policy: { followHold: '1 second' } });
afterAll(() => world.stop());

/** 28 on both when this was written. */
const bounds: Readonly<Record<TestExchange, number>> = { bigone: 30, bitunix: 30 };

/**
 * On a busy machine the SDK takes the answer of the check into a workflow task of its own, which costs three events.
 * The server tells what asked for that task.
 */
const ownTask = 'request-from-RespondWorkflowTaskCompleted';

/** Delivered with two status changes and a deadline. `meanwhile` runs before the first change and between the two. */
async function eventsOf(
  exchange: TestExchange,
  meanwhile: (request: WithdrawalRequestInput) => Promise<void> = async () => undefined,
): Promise<number> {
  const request = aStill(world, exchange, { deadlineAt: new Date(Date.now() + 3_600_000).toISOString() });
  const { exchangeWithdrawalId } = await following(world, request);
  await meanwhile(request);
  world.simulators[exchange].advance(exchangeWithdrawalId ?? '', 'broadcast');
  await world.until(request.withdrawalId, (view) => view.status === 'L1_CONFIRMING');
  await meanwhile(request);
  world.simulators[exchange].advance(exchangeWithdrawalId ?? '', 'completed');
  expect(await world.client.result(request.withdrawalId)).toMatchObject({ status: 'L1_COMPLETED', moneyLeft: 'yes' });
  expect(world.accepted(exchange, request)).toHaveLength(1);
  const { events } = await handleOf(world, request).fetchHistory();
  return (
    (events?.length ?? 0) -
    3 * (events ?? []).filter((event) => event.workflowTaskStartedEventAttributes?.requestId === ownTask).length
  );
}

/**
 * The same with the exchange down until the wait was handed over this often. At five minutes each, an hour has twelve
 * hand-overs.
 */
async function eventsWhenDown(exchange: TestExchange, handOvers: number): Promise<number> {
  return eventsOf(exchange, async (request) => {
    const attemptNow = async (): Promise<number> => {
      const { raw } = await handleOf(world, request).describe();
      return (
        raw.pendingActivities?.find((activity) => activity.activityType?.name === 'awaitStatusChange')?.attempt ?? 0
      );
    };
    await world.simulators[exchange].pause();
    const before = await attemptNow();
    await eventually(
      async () => (await attemptNow()) >= before + handOvers,
      `the wait was handed over ${handOvers} times`,
    );
    await world.simulators[exchange].resume();
  });
}

describe('history of a withdrawal with two status changes and a deadline', () => {
  test.concurrent.each(both)(
    'on %s: below the bound, and exactly as long after 1,000 polls and after an outage of many hand-overs',
    async (exchange) => {
      // The first withdrawal of a worker may find no catalog in memory. Then an activity checks it: six events more.
      await eventsOf(exchange);
      const plain = await eventsOf(exchange);
      console.info(`${exchange}: ${plain} events`);
      expect(plain).toBeGreaterThan(10);
      expect(plain).toBeLessThan(bounds[exchange]);

      const polled = await eventsOf(exchange, async () => {
        const until = readsOf(world, exchange) + 500;
        await eventually(() => readsOf(world, exchange) >= until, '500 more polls were counted by the exchange');
      });
      expect(polled).toBe(plain);
      expect(await eventsWhenDown(exchange, 3)).toBe(plain);
    },
  );
});
