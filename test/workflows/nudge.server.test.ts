import { afterAll, describe, expect, test } from '@jest/globals';

import { startWorld } from '../support/world.ts';
import { aStill, both, eventually, following, handleOf, readsOf } from './support/withdrawals.ts';

// Polls are so slow that every read must come from a nudge.
const world = await startWorld({ pollInterval: '1 hour', policy: { followHold: '1 hour' } });
afterAll(() => world.stop());

describe.each(both)('a nudge on %s', (exchange) => {
  test('FOLLOWING → FOLLOWING (a nudge reads at once what the cadence would see in an hour)', async () => {
    const request = aStill(world, exchange);
    const { exchangeWithdrawalId } = await following(world, request);
    await eventually(() => readsOf(world, exchange) > 0, 'the first read of the wait was made');
    world.simulators[exchange].advance(exchangeWithdrawalId ?? '', 'broadcast');
    expect(await world.client.nudge(request.withdrawalId)).toMatchObject({ taken: true });
    await world.until(request.withdrawalId, (view) => view.status === 'L1_CONFIRMING');
    world.simulators[exchange].advance(exchangeWithdrawalId ?? '', 'completed');
    await eventually(async () => {
      await world.client.nudge(request.withdrawalId);
      return (await world.client.get(request.withdrawalId)).result !== null;
    }, 'a nudge after the spacing of nudges had read the end');
    expect(await world.client.result(request.withdrawalId)).toMatchObject({ status: 'L1_COMPLETED', moneyLeft: 'yes' });
    expect(world.accepted(exchange, request)).toHaveLength(1);
  });

  test('FOLLOWING → FOLLOWING (a flood of nudges is one read and a dozen events)', async () => {
    const request = aStill(world, exchange);
    await following(world, request);
    const eventsNow = async () => (await handleOf(world, request).fetchHistory()).events?.length ?? 0;
    const before = await eventsNow();
    const beganMs = Date.now();
    const nudges = await Promise.all(Array.from({ length: 30 }, () => world.client.nudge(request.withdrawalId)));
    const mostTaken = 1 + Math.floor((Date.now() - beganMs) / 5_000);
    expect(nudges.filter((one) => one.taken).length).toBeGreaterThanOrEqual(1);
    expect(nudges.filter((one) => one.taken).length).toBeLessThanOrEqual(mostTaken);
    expect(nudges.find((one) => !one.taken)?.message).toMatch(/^Not read now: it was nudged \d+ s ago/);
    expect((await eventsNow()) - before).toBeLessThanOrEqual(12 * mostTaken);
    expect(world.accepted(exchange, request)).toHaveLength(1);
  });
});

test('error: nothing to nudge', async () => {
  await expect(world.client.nudge('never-started')).rejects.toThrow('never-started');
});
