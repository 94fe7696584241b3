import { afterAll, describe, expect, test } from '@jest/globals';

import { startWorld } from '../support/world.ts';
import { startChangedWorker } from './support/changedExchange.ts';
import { both, by, decision, inReview, texts } from './support/withdrawals.ts';

/** A millisecond instead of a day between the last possible send and another one. */
const soon = { capabilities: { resubmitAfterMs: 1 } };

const worlds = { bigone: await startWorld({ worker: false }), bitunix: await startWorld({ worker: false }) };
const workers = await Promise.all(both.map((exchange) => startChangedWorker(worlds[exchange], exchange, soon)));
afterAll(async () => {
  await Promise.all(workers.map((worker) => worker.drain().then(() => worker.done)));
  await Promise.all(both.map((exchange) => worlds[exchange].stop()));
});

describe.each(both)('resubmit on %s', (exchange) => {
  const world = worlds[exchange];

  test('NEEDS_REVIEW → VALIDATING → SUBMITTING → FOLLOWING → SETTLED (delivered by the second send)', async () => {
    const request = await inReview(world, exchange);
    await world.client.resolve(request.withdrawalId, decision('resubmit'));
    const { state, ...result } = await world.client.result(request.withdrawalId);
    expect(result).toMatchObject({ status: 'L1_COMPLETED', moneyLeft: 'yes' });
    expect(state.submissions).toMatchObject([
      { number: 1, outcome: 'unknown' },
      { number: 2, outcome: 'accepted' },
    ]);
    expect(world.accepted(exchange, request)).toHaveLength(1);
  });

  test('SUBMITTING again, account paused → NEEDS_REVIEW (deadline passed before the grant, nothing sent)', async () => {
    const deadlineAt = new Date(Date.now() + 15_000).toISOString();
    const request = await inReview(world, exchange, world.request(exchange, { deadlineAt }));
    await world.client.account.pause(world.accountOf(exchange), by);
    await world.client.resolve(request.withdrawalId, decision('resubmit'));
    const waiting = await world.until(
      request.withdrawalId,
      ({ phase, state }) => phase === 'SUBMITTING' && /paused/.test(state?.waitingFor ?? ''),
    );
    expect(waiting.state?.submissions).toHaveLength(2);
    const back = await world.until(request.withdrawalId, ({ phase }) => phase === 'NEEDS_REVIEW');
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(deadlineAt));
    // The first submission is still unknown, so its end is a person's matter.
    expect(back).toMatchObject({
      attention: 'review',
      moneyLeft: 'unknown',
      state: { submissions: [{ outcome: 'unknown' }, { outcome: 'notSent' }] },
    });
    expect(texts(back.state)).toContain('not submitted (deadline)');
    await world.client.account.resume(world.accountOf(exchange), by);
    await expect(world.client.resolve(request.withdrawalId, decision('resubmit'))).rejects.toMatchObject({
      because: expect.stringContaining('its deadline has passed'),
    });
    expect(world.accepted(exchange, request)).toHaveLength(0);
  });
});
