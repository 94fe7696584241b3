import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Worker } from '@temporalio/worker';

import { workflowBundle } from '../support/temporalAddress.ts';
import { startWorld } from '../support/world.ts';
import { by, handleOf } from './support/withdrawals.ts';

const [careful, trusting] = await Promise.all([
  startWorld({ worker: false }),
  startWorld({ worker: false, options: { bigone: { trustGuid: true } } }),
]);
afterAll(() => Promise.all([careful.stop(), trusting.stop()]));

describe.each([
  ['behind the grant', careful],
  ['where a repeat is safe', trusting],
] as const)('a cancel while the exchange has never answered yet, %s', (_how, world) => {
  beforeAll(async () => {
    // The account workflow is made only after the exchange has said whose key it is.
    const first = await world.startWorker();
    const request = world.request('bigone');
    await world.client.start(request);
    await world.client.result(request.withdrawalId);
    await first.drain();
    await first.done;
    await world.simulators.bigone.pause();
    await world.startWorker();
  });

  test('VALIDATING → SETTLED (cancelled while the exchange is away; nothing is sent when it is back)', async () => {
    const request = world.request('bigone');
    await world.client.start(request);
    const cancelled = await world.client.cancel(request.withdrawalId, { ...by, waitSeconds: 60 });
    expect(cancelled).toMatchObject({ outcome: 'cancelledBeforeSubmit', settled: true, status: null, moneyLeft: 'no' });
    await world.simulators.bigone.resume();
    const next = world.request('bigone');
    await world.client.start(next);
    expect(await world.client.result(next.withdrawalId)).toMatchObject({ status: 'L1_COMPLETED' });
    expect(world.accepted('bigone', request)).toHaveLength(0);
  });
});

const worlds = [
  ['behind the grant', {}],
  ['where a repeat is safe', { options: { bigone: { trustGuid: true } } }],
] as const;

describe.each(worlds)('a cancel that is there before a worker is, %s', (_how, options) => {
  test('VALIDATING → SETTLED (cancelled; nothing is sent, and the history can be replayed)', async () => {
    const world = await startWorld({ worker: false, ...options });
    try {
      const first = await world.startWorker();
      const before = world.request('bigone');
      await world.client.start(before);
      await world.client.result(before.withdrawalId);
      await first.drain();
      await first.done;
      const requests = Array.from({ length: 5 }, () => world.request('bigone'));
      for (const request of requests) {
        await world.client.start(request);
        await handleOf(world, request).signal('cancelWithdrawal', { actor: 'ada', reason: 'at once' });
      }
      await world.startWorker();
      for (const request of requests) {
        expect(await world.client.result(request.withdrawalId)).toMatchObject({
          status: null,
          moneyLeft: 'no',
          settlement: { by: 'cancelBeforeSubmit' },
        });
        expect(world.accepted('bigone', request)).toHaveLength(0);
        await Worker.runReplayHistory(
          { workflowBundle: workflowBundle() },
          await handleOf(world, request).fetchHistory(),
        );
      }
    } finally {
      await world.stop();
    }
  });
});
