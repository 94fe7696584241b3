import { afterAll, describe, expect, test } from '@jest/globals';
import { startWorld } from '../support/world.ts';
import { aStill, both, eventually, following, handleOf, readsOf, type TestExchange } from './support/withdrawals.ts';

const world = await startWorld({ pollInterval: '10 ms', policy: { followHold: '1 second' } });
afterAll(() => world.stop());

/** The bound, and what was seen when this was written. */
const bounds: Readonly<Record<TestExchange, number>> = { bigone: 35, bitunix: 40 };

/** Delivered with two changes of status and a deadline set; `meanwhile` passes before the first and between the two. */
async function eventsOf(exchange: TestExchange, meanwhile: () => Promise<void> = async () => undefined): Promise<number> {
  const request = aStill(world, exchange, { deadlineAt: new Date(Date.now() + 3_600_000).toISOString() });
  const { exchangeWithdrawalId } = await following(world, request);
  await meanwhile();
  world.simulators[exchange].advance(exchangeWithdrawalId ?? '', 'broadcast');
  await world.until(request.withdrawalId, (view) => view.status === 'L1_CONFIRMING');
  await meanwhile();
  world.simulators[exchange].advance(exchangeWithdrawalId ?? '', 'completed');
  expect(await world.client.result(request.withdrawalId)).toMatchObject({ status: 'L1_COMPLETED', moneyLeft: 'yes' });
  expect(world.accepted(exchange, request)).toHaveLength(1);
  const { events } = await handleOf(world, request).fetchHistory();
  return events?.length ?? 0;
}

// One after the other: an exchange that is down is down for all.
describe.each(both)('history of a withdrawal on %s with two status changes and a deadline', (exchange) => {
  let plain = 0;

  test('stays below the bound', async () => {
    plain = await eventsOf(exchange);
    console.info(`${exchange}: ${plain} events`);
    expect(plain).toBeGreaterThan(10);
    expect(plain).toBeLessThan(bounds[exchange]);
  });

  test('is exactly as long after 1,000 polls', async () => {
    const events = await eventsOf(exchange, async () => {
      const until = readsOf(world, exchange) + 500;
      await eventually(() => readsOf(world, exchange) >= until, '500 more polls were counted by the exchange');
    });
    expect(events).toBe(plain);
  });

  test('is exactly as long after the exchange was down for four hand-overs of the wait (an hour has twelve, at five minutes each)', async () => {
    const request = aStill(world, exchange, { deadlineAt: new Date(Date.now() + 3_600_000).toISOString() });
    const { exchangeWithdrawalId } = await following(world, request);
    const attemptNow = async (): Promise<number> => {
      const { raw } = await handleOf(world, request).describe();
      return raw.pendingActivities?.find((activity) => activity.activityType?.name === 'awaitStatusChange')?.attempt ?? 0;
    };
    await world.simulators[exchange].pause();
    const before = await attemptNow();
    await eventually(async () => (await attemptNow()) >= before + 4, 'the wait was handed over four times');
    await world.simulators[exchange].resume();
    world.simulators[exchange].advance(exchangeWithdrawalId ?? '', 'broadcast');
    await world.until(request.withdrawalId, (view) => view.status === 'L1_CONFIRMING');
    world.simulators[exchange].advance(exchangeWithdrawalId ?? '', 'completed');
    await world.client.result(request.withdrawalId);
    const { events } = await handleOf(world, request).fetchHistory();
    expect(events).toHaveLength(plain);
    expect(world.accepted(exchange, request)).toHaveLength(1);
  });
});
