import { afterAll, expect, test } from '@jest/globals';

import { startWorld } from '../support/world.ts';
import { decision, handleOf, payByHand, texts } from './support/withdrawals.ts';

const world = await startWorld({ policy: { reviewInterval: '200 ms' } });
afterAll(() => world.stop());

test('SUBMITTING → NEEDS_REVIEW (a look-alike; no later record is taken for ours) → FOLLOWING (adopted)', async () => {
  const request = world.request('bitunix');
  const before = payByHand(world, 'bitunix', request);
  await world.client.start(request);
  const { state } = await world.until(request.withdrawalId, (view) => view.phase === 'NEEDS_REVIEW');
  expect(texts(state)).toContain(`nothing sent: the exchange already shows what could be this withdrawal (${before})`);

  payByHand(world, 'bitunix', request);
  // Nothing looks for it, so nothing could adopt it.
  const { raw } = await handleOf(world, request).describe();
  expect(raw.pendingActivities ?? []).toEqual([]);

  await world.client.resolve(request.withdrawalId, decision('adopt', before));
  world.simulators.bitunix.advance(before, 'completed');
  expect(await world.client.result(request.withdrawalId)).toMatchObject({
    exchangeWithdrawalId: before,
    moneyLeft: 'yes',
  });
  expect(world.accepted('bitunix', request)).toHaveLength(0);
});
