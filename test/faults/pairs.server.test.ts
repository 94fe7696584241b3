import { afterAll, describe, expect, test } from '@jest/globals';

import type { WithdrawalRequestInput } from '../../client/index.ts';
import { startWorld } from '../support/world.ts';
import { judge, pathOf, person, refusalOf, resolve, settled, type Exchange } from './support.ts';

const world = await startWorld();
afterAll(() => world.stop());

const exchanges = ['bigone', 'bitunix'] as const;

/** At the moment in which ours is accepted, somebody withdraws the same by hand in the exchange's app. */
function withdrawBesideIt(exchange: Exchange, { address }: WithdrawalRequestInput): void {
  const simulator = world.simulators[exchange];
  const stop = simulator.ledger.subscribe(({ kind, entry }) => {
    if (kind !== 'accepted' || entry.foreign || entry.address !== address) return;
    stop();
    simulator.addForeignWithdrawal({ asset: entry.asset, network: entry.network, address, amount: entry.amount });
  });
}

const pairs = exchanges.flatMap((exchange) => [
  { exchange, which: 'one reply lost, the other slow', second: { name: 'slow', delayMs: 2_000 } as const },
  { exchange, which: 'both replies lost', second: { name: 'acceptThenDropReply' } as const },
]);

// One block: jest runs blocks one after the other, even those of concurrent tests.
describe('what could be mixed up', () => {
  test.concurrent.each(pairs)(
    '$exchange: SUBMITTING → FOLLOWING → SETTLED twice, never mixed up (near amounts to one address, $which)',
    async ({ exchange, second: fault }) => {
      const simulator = world.simulators[exchange];
      const first = world.request(exchange, { amount: '100.5' });
      const second = world.request(exchange, { amount: '100.6', address: first.address });
      const { address } = first;
      // The fee of a pending record is unknown, so by its amount each could be the other. The first also shows late.
      simulator.setScript(
        [
          { afterMs: 2_500, status: 'broadcast' },
          { afterMs: 3_000, status: 'completed' },
        ],
        { address },
      );
      simulator.arm({ name: 'acceptThenDropReply', on: 'submit', match: { address, amount: first.amount } });
      simulator.arm({ name: 'historyLag', on: 'submit', match: { address, amount: first.amount }, delayMs: 1_200 });
      simulator.arm({ ...fault, on: 'submit', match: { address, amount: second.amount } });
      await Promise.all([first, second].map((request) => world.client.start(request)));
      for (const request of [first, second]) {
        const result = await settled(world, request);
        expect([pathOf(result), result.status]).toEqual(['SUBMITTING → FOLLOWING → SETTLED', 'L1_COMPLETED']);
        judge(world, exchange, request, result);
      }
      expect(
        world
          .left(exchange, first)
          .map((entry) => entry.amount)
          .sort(),
      ).toEqual(['100.5', '100.6']);
      expect(world.accepted(exchange, first)).toHaveLength(2);
    },
  );

  test.concurrent.each(exchanges)(
    '%s: SUBMITTING → NEEDS_REVIEW → FOLLOWING → SETTLED by itself (history lags longer than the reconcile window)',
    async (exchange) => {
      const request = world.request(exchange);
      const match = { address: request.address };
      world.simulators[exchange].arm({ name: 'acceptThenDropReply', on: 'submit', match });
      world.simulators[exchange].arm({ name: 'historyLag', on: 'submit', match, delayMs: 5_000 });
      await world.client.start(request);
      const review = await world.until(
        request.withdrawalId,
        (view) => view.phase === 'NEEDS_REVIEW' && view.attention === 'review',
      );
      expect(review.moneyLeft).toBe('unknown');
      const result = await settled(world, request);
      expect([pathOf(result), result.status]).toEqual([
        'SUBMITTING → NEEDS_REVIEW → FOLLOWING → SETTLED',
        'L1_COMPLETED',
      ]);
      judge(world, exchange, request, result);
      expect(world.accepted(exchange, request)).toHaveLength(1);
    },
  );

  test.concurrent('bitunix: SUBMITTING → NEEDS_REVIEW → FOLLOWING → SETTLED (several; ours is adopted)', async () => {
    const request = world.request('bitunix');
    world.simulators.bitunix.arm({ name: 'acceptThenDropReply', on: 'submit', match: { address: request.address } });
    withdrawBesideIt('bitunix', request);
    await world.client.start(request);
    const { state } = await world.until(request.withdrawalId, (view) => view.phase === 'NEEDS_REVIEW');
    expect(state?.timeline.filter((entry) => entry.kind === 'review').map((entry) => entry.text)).toEqual([
      expect.stringMatching(/^several records could be it/),
    ]);
    const [ours] = world.accepted('bitunix', request);
    expect(await refusalOf(world, request, { kind: 'confirmNotSent', ...person })).toMatch(
      /shows what may be this withdrawal/,
    );
    expect(await refusalOf(world, request, { kind: 'adopt', exchangeWithdrawalId: '1', ...person })).toMatch(
      /shows no withdrawal 1/,
    );
    await resolve(world, request, { kind: 'adopt', exchangeWithdrawalId: ours?.exchangeWithdrawalId ?? '', ...person });
    const result = await settled(world, request);
    expect([pathOf(result), result.status]).toEqual([
      'SUBMITTING → NEEDS_REVIEW → FOLLOWING → SETTLED',
      'L1_COMPLETED',
    ]);
    judge(world, 'bitunix', request, result);
    expect(world.accepted('bitunix', request)).toHaveLength(1);
  });

  test.concurrent('bigone: SUBMITTING → FOLLOWING → SETTLED (the guid tells ours from it)', async () => {
    const request = world.request('bigone');
    world.simulators.bigone.arm({ name: 'acceptThenDropReply', on: 'submit', match: { address: request.address } });
    withdrawBesideIt('bigone', request);
    await world.client.start(request);
    const result = await settled(world, request);
    expect([pathOf(result), result.status]).toEqual(['SUBMITTING → FOLLOWING → SETTLED', 'L1_COMPLETED']);
    judge(world, 'bigone', request, result);
    expect(world.accepted('bigone', request)).toHaveLength(1);
  });

  test.concurrent('bitunix: SUBMITTING → NEEDS_REVIEW (one was there since the request: nothing is sent)', async () => {
    const request = world.request('bitunix');
    const { asset, network, address, amount } = request;
    const id = world.simulators.bitunix.addForeignWithdrawal({ asset, network, address, amount });
    await world.client.start(request);
    await world.until(request.withdrawalId, (view) => view.phase === 'NEEDS_REVIEW');
    expect(await refusalOf(world, request, { kind: 'confirmNotSent', ...person })).toMatch(
      /shows what may be this withdrawal/,
    );
    await resolve(world, request, { kind: 'adopt', exchangeWithdrawalId: id, ...person });
    expect(await settled(world, request)).toMatchObject({
      status: 'L1_COMPLETED',
      moneyLeft: 'yes',
      exchangeWithdrawalId: id,
    });
    expect(world.accepted('bitunix', request)).toHaveLength(0);
    expect(world.simulators.bitunix.ledger.left({ address })).toHaveLength(1);
  });
});
