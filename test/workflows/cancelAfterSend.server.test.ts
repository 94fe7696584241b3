import { afterAll, describe, expect, test } from '@jest/globals';

import { startWorld } from '../support/world.ts';
import { aStill, both, by, following, handleOf, type TestExchange } from './support/withdrawals.ts';

const world = await startWorld();
afterAll(() => world.stop());

/** Its accounts are paused, so that nothing is granted. */
const paused = await startWorld();
for (const exchange of both) await paused.client.account.pause(paused.accountOf(exchange), by);
afterAll(() => paused.stop());

/** How often each activity was begun, by its run's history. */
async function activitiesOf(from: typeof world, request: { withdrawalId: string }): Promise<Record<string, number>> {
  const { events } = await handleOf(from, request).fetchHistory();
  const counts: Record<string, number> = {};
  for (const event of events ?? []) {
    const name = event.activityTaskScheduledEventAttributes?.activityType?.name;
    if (name) counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

async function cancelled(from: typeof world, request: { withdrawalId: string }): Promise<Record<string, number>> {
  await from.client.cancel(request.withdrawalId, { ...by, waitSeconds: 60 });
  await from.client.result(request.withdrawalId);
  return activitiesOf(from, request);
}

describe.each(both)('the revoke of a cancel on %s', (exchange: TestExchange) => {
  test.concurrent('FOLLOWING → CANCELLING (the send was answered: the account is not asked)', async () => {
    const request = aStill(world, exchange);
    await following(world, request);
    const { revokeGrant, requestCancel } = await cancelled(world, request);
    expect({ revokeGrant, requestCancel }).toEqual({ revokeGrant: undefined, requestCancel: 1 });
    expect(world.accepted(exchange, request)).toMatchObject([{ money: 'returned' }]);
  });

  test.concurrent('SUBMITTING → CANCELLING (answer on its way; the account asked once, the grant stays)', async () => {
    const request = aStill(world, exchange);
    world.simulators[exchange].arm({ name: 'slow', on: 'submit', delayMs: 3_000, match: { address: request.address } });
    await world.client.start(request);
    await world.until(request.withdrawalId, () => world.accepted(exchange, request).length === 1);
    const { revokeGrant, requestCancel } = await cancelled(world, request);
    expect({ revokeGrant, requestCancel }).toEqual({ revokeGrant: 1, requestCancel: 1 });
    expect(await world.client.result(request.withdrawalId)).toMatchObject({
      status: 'CANCELLED',
      moneyLeft: 'no',
      cancel: { outcome: 'cancelled' },
    });
    expect(world.accepted(exchange, request)).toMatchObject([{ money: 'returned' }]);
  });

  // Once, since the watch of the validation is over.
  test.concurrent('SUBMITTING → SETTLED (cancelledBeforeSubmit; the account is asked once)', async () => {
    const request = paused.request(exchange);
    await paused.client.start(request);
    await paused.until(request.withdrawalId, ({ state }) => /paused/.test(state?.waitingFor ?? ''));
    const { revokeGrant, requestCancel } = await cancelled(paused, request);
    expect({ revokeGrant, requestCancel }).toEqual({ revokeGrant: 1, requestCancel: undefined });
    expect(paused.accepted(exchange, request)).toHaveLength(0);
  });
});
