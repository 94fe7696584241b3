import { afterAll, describe, expect, test } from '@jest/globals';

import { breakRow } from '../exchanges/conformance/readings.ts';
import { startWorld } from '../support/world.ts';
import { startChangedWorker } from './support/changedExchange.ts';
import { aStill, both, following, texts } from './support/withdrawals.ts';

/** The ids whose rows are broken: no field but the id is as documented. */
const broken = new Set<string>();
const spoil = (body: string): string =>
  [...broken].reduce((text, id) => (text.includes(id) ? breakRow(text, id, true) : text), body);

const worlds = { bigone: await startWorld({ worker: false }), bitunix: await startWorld({ worker: false }) };
const workers = await Promise.all(both.map((exchange) => startChangedWorker(worlds[exchange], exchange, { spoil })));
afterAll(async () => {
  await Promise.all(workers.map((worker) => worker.drain().then(() => worker.done)));
  await Promise.all(both.map((exchange) => worlds[exchange].stop()));
});

describe.each(both)('FOLLOWING on %s (its row cannot be read)', (exchange) => {
  const world = worlds[exchange];

  test('row unreadable → recordMissing, not settled though it failed → row readable → SETTLED (FAILED)', async () => {
    const [request, neighbour] = [aStill(world, exchange), aStill(world, exchange)];
    const { exchangeWithdrawalId } = await following(world, request);
    const id = exchangeWithdrawalId ?? '';
    await following(world, neighbour);
    broken.add(id);
    const seen = await world.until(request.withdrawalId, ({ attention }) => attention === 'recordMissing');
    expect(seen).toMatchObject({ phase: 'FOLLOWING', status: 'PENDING', moneyLeft: 'unknown' });
    expect(texts(seen.state)).toContain("the exchange's row of it cannot be read since");
    world.simulators[exchange].advance(id, 'failed');
    // Its neighbour's row is read from the same answers.
    world.simulators[exchange].advance(world.accepted(exchange, neighbour)[0]?.exchangeWithdrawalId ?? '', 'completed');
    expect(await world.client.result(neighbour.withdrawalId)).toMatchObject({
      status: 'L1_COMPLETED',
      moneyLeft: 'yes',
      state: { attention: null },
    });
    expect(await world.client.get(request.withdrawalId)).toMatchObject({
      phase: 'FOLLOWING',
      attention: 'recordMissing',
      moneyLeft: 'unknown',
    });
    broken.delete(id);
    expect(await world.client.result(request.withdrawalId)).toMatchObject({ status: 'FAILED', moneyLeft: 'no' });
    expect(world.accepted(exchange, request)).toMatchObject([{ money: 'returned' }]);
  });
});
