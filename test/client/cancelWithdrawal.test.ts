import { describe, expect, test } from '@jest/globals';

import { createWithdrawalClient } from '../../client/withdrawalClient.ts';
import type { CancelState, WithdrawalState } from '../../domain/state.ts';
import { withdrawalWorkflowType } from '../../workflows/messages.ts';
import { aResult, aState } from './support/builders.ts';
import { FakeTemporal, type FakeRun } from './support/fakeTemporal.ts';

const by = { actor: 'ada', reason: 'wrong address' };
const asked: CancelState = {
  requestedAt: '2026-11-21T08:01:00.000Z',
  cause: 'signal',
  ...by,
  outcome: 'pending',
  lastAnswer: null,
};

function setUp(state: WithdrawalState): { client: ReturnType<typeof createWithdrawalClient>; run: FakeRun } {
  const temporal = new FakeTemporal();
  const run = temporal.add({
    workflowId: 'withdrawal/w-1',
    type: withdrawalWorkflowType,
    queries: { withdrawalState: () => state },
  });
  return { client: createWithdrawalClient({ temporal: temporal.client, namespace: 'default' }), run };
}

// Each on its own, and all at once: some wait for the clock.
describe('cancelWithdrawal', () => {
  test.concurrent('behavior: answers pending when nothing came of it in time', async () => {
    const { client, run } = setUp(aState({ cancel: asked }));
    expect(await client.cancel('w-1', { ...by, waitSeconds: 0.1 })).toMatchObject({
      outcome: 'pending',
      settled: false,
    });
    expect(run.signals).toEqual([{ name: 'cancelWithdrawal', args: [by] }]);
  });

  test.concurrent('behavior: answers pending when no worker answers either', async () => {
    const { client, run } = setUp(aState());
    run.queries = {};
    expect(await client.cancel('w-1', { ...by, waitSeconds: 0 })).toMatchObject({
      outcome: 'pending',
      moneyLeft: 'unknown',
    });
    expect(run.signals).toHaveLength(1);
  });

  test.concurrent.each(['notSupported', 'tooLate'] as const)(
    'behavior: %s is told though it goes on',
    async (outcome) => {
      const { client } = setUp(aState({ cancel: { ...asked, outcome } }));
      expect(await client.cancel('w-1', by)).toMatchObject({ outcome, settled: false });
    },
  );

  test.concurrent('behavior: settled while waiting', async () => {
    const { client, run } = setUp(aState({ cancel: asked }));
    setTimeout(() => {
      run.status = { name: 'COMPLETED' };
      run.result = aResult(
        aState({ phase: 'SETTLED', status: 'CANCELLED', moneyLeft: 'no', cancel: { ...asked, outcome: 'cancelled' } }),
      );
    }, 20);
    expect(await client.cancel('w-1', by)).toMatchObject({ outcome: 'cancelled', settled: true, moneyLeft: 'no' });
  });

  test.concurrent('behavior: settled before is told as such, and not signalled', async () => {
    const { client, run } = setUp(aState());
    run.status = { name: 'COMPLETED' };
    run.result = aResult(aState({ phase: 'SETTLED', status: 'L1_COMPLETED', moneyLeft: 'yes' }));
    expect(await client.cancel('w-1', by)).toMatchObject({
      outcome: 'alreadySettled',
      settled: true,
      status: 'L1_COMPLETED',
      moneyLeft: 'yes',
    });
    expect(run.signals).toEqual([]);
  });

  test.concurrent('error: terminated, and unknown', async () => {
    const { client, run } = setUp(aState());
    run.status = { name: 'TERMINATED' };
    await expect(client.cancel('w-1', by)).rejects.toMatchObject({ kind: 'abnormalEnd' });
    await expect(client.cancel('w-2', by)).rejects.toMatchObject({
      kind: 'withdrawalNotFound',
      message: expect.stringContaining('did you mean: w-1'),
    });
  });
});
