import { describe, expect, test } from '@jest/globals';

import { startDetails, startSummary } from '../../client/startText.ts';
import { createWithdrawalClient } from '../../client/withdrawalClient.ts';
import { accountWorkflowType } from '../../workflows/messages.ts';
import { aRequest, nowMs } from './support/builders.ts';
import { FakeTemporal } from './support/fakeTemporal.ts';

function setUp(now = nowMs): { temporal: FakeTemporal; client: ReturnType<typeof createWithdrawalClient> } {
  const temporal = new FakeTemporal();
  temporal.add({
    workflowId: 'account/bigone/treasury',
    type: accountWorkflowType,
    memo: { adapter: 'bigone', workerGroup: 'main', accountIdentity: 'id-1' },
  });
  return {
    temporal,
    client: createWithdrawalClient({ temporal: temporal.client, namespace: 'default', now: () => now }),
  };
}

describe('startWithdrawal', () => {
  test('behavior: starts once, request and group in the memo, though nobody answers the early check', async () => {
    const { temporal, client } = setUp();
    expect(await client.start(aRequest())).toMatchObject({ joined: false, recovery: false });
    expect(temporal.started).toHaveLength(1);
    expect(temporal.started[0]).toMatchObject({
      workflowId: 'withdrawal/w-1',
      memo: { request: aRequest(), workerGroup: 'main' },
      args: [{ request: aRequest(), workerGroup: 'main', recovery: false }],
    });
  });

  test('behavior: the same request joins, any number of times at once', async () => {
    const { temporal, client } = setUp();
    const starts = await Promise.all(Array.from({ length: 10 }, () => client.start(aRequest())));
    expect(starts.filter((one) => !one.joined)).toHaveLength(1);
    expect(new Set(starts.map((one) => one.runId)).size).toBe(1);
    expect(temporal.started).toHaveLength(1);
  });

  test('behavior: joins a settled one too', async () => {
    const { temporal, client } = setUp();
    await client.start(aRequest());
    temporal.last('withdrawal/w-1').status = { name: 'COMPLETED' };
    expect(await client.start(aRequest())).toMatchObject({ joined: true });
    expect(temporal.started).toHaveLength(1);
  });

  test.each([
    ['amount', '100.50'],
    ['address', 'TOtherAddress123456789'],
    ['memo', 'm'],
    ['requestedAt', '2026-11-21T07:59:59.000Z'],
    ['deadlineAt', '2026-11-21T09:00:00.000Z'],
    ['network', 'Ethereum'],
  ] as const)('error: the same id with another %s', async (field, value) => {
    const { temporal, client } = setUp();
    await client.start(aRequest());
    await expect(client.start(aRequest({ [field]: value }))).rejects.toMatchObject({
      name: 'DifferentContentError',
      field,
    });
    expect(temporal.started).toHaveLength(1);
  });

  test.each(['TERMINATED', 'FAILED', 'CANCELLED', 'TIMED_OUT'])(
    'behavior: after a run that ended as %s, a recovery run is started, once',
    async (status) => {
      const { temporal, client } = setUp();
      await client.start(aRequest());
      temporal.last('withdrawal/w-1').status = { name: status };
      await expect(client.start(aRequest({ amount: '2' }))).rejects.toMatchObject({ field: 'amount' });
      const starts = await Promise.all([client.start(aRequest()), client.start(aRequest())]);
      expect(starts.filter((one) => one.recovery)).toHaveLength(1);
      expect(temporal.started.map((one) => (one.args[0] as { recovery: boolean }).recovery)).toEqual([false, true]);
    },
  );

  test('behavior: what was accepted once stays joinable when it has become too old, and recoverable', async () => {
    const { temporal, client } = setUp();
    await client.start(aRequest());
    const later = createWithdrawalClient({
      temporal: temporal.client,
      namespace: 'default',
      now: () => nowMs + 8 * 86_400_000,
    });
    expect(await later.start(aRequest())).toMatchObject({ joined: true });
    temporal.last('withdrawal/w-1').status = { name: 'TERMINATED' };
    expect(await later.start(aRequest())).toMatchObject({ joined: false, recovery: true });
    await expect(later.start(aRequest({ withdrawalId: 'w-2' }))).rejects.toMatchObject({ name: 'InvalidRequestError' });
  });

  test('behavior: a terminated account still gives the group; the withdrawal waits', async () => {
    const { temporal, client } = setUp();
    temporal.last('account/bigone/treasury').status = { name: 'TERMINATED' };
    expect(await client.start(aRequest())).toMatchObject({ joined: false });
  });

  test('error: a run whose memo holds no request is never joined', async () => {
    const { temporal, client } = setUp();
    temporal.add({ workflowId: 'withdrawal/w-1', type: 'withdrawalWorkflow' });
    await expect(client.start(aRequest())).rejects.toMatchObject({ name: 'DifferentContentError', field: 'request' });
  });
});

describe('startText', () => {
  test('behavior: the summary is one short line', () => {
    expect(startSummary(aRequest())).toBe('100.5 USDT over Tron from bigone/treasury to TJmW…9xQz');
    expect(
      startSummary(aRequest({ network: 'n'.repeat(60), account: `bigone/${'a'.repeat(59)}`, amount: '1'.repeat(60) }))
        .length,
    ).toBeLessThanOrEqual(180);
  });
  test('behavior: a back-tick in a field does not break out of its code span', () => {
    expect(startDetails(aRequest({ memo: '`x` [y](z)' }), true)).toContain("- **Memo:** `'x' [y](z)`");
  });
});
