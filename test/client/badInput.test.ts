import { describe, expect, test } from '@jest/globals';

import { createWithdrawalClient } from '../../client/withdrawalClient.ts';
import { accountWorkflowType } from '../../workflows/messages.ts';
import { aRequest, nowMs } from './support/builders.ts';
import { FakeTemporal } from './support/fakeTemporal.ts';

const tron = {
  asset: 'USDT',
  network: 'Tron',
  enabled: true,
  minimum: '5',
  maximum: null,
  decimals: 6,
  fee: '1',
  memo: 'none',
  addressFamily: null,
  addressPattern: '^T',
};
const ripple = {
  ...tron,
  asset: 'XRP',
  network: 'Ripple',
  memo: 'required',
  addressFamily: 'ripple',
  addressPattern: null,
};

function setUp(): { temporal: FakeTemporal; client: ReturnType<typeof createWithdrawalClient> } {
  const temporal = new FakeTemporal();
  temporal.add({
    workflowId: 'account/bigone/treasury',
    type: accountWorkflowType,
    memo: { adapter: 'bigone', workerGroup: 'main', accountIdentity: 'id-1' },
    queries: {
      catalog: (input) => ({
        rules: [tron, ripple].filter((rule) => rule.asset === (input as { asset: string }).asset),
        assets: ['USDT', 'XRP'],
      }),
    },
  });
  return {
    temporal,
    client: createWithdrawalClient({ temporal: temporal.client, namespace: 'default', now: () => nowMs }),
  };
}

describe('bad input', () => {
  test.each([
    ['amount', { amount: '1e-7' }],
    ['amount', { amount: '0' }],
    ['amount', { amount: '-1' }],
    ['amount', { amount: '1,5' }],
    ['amount', { amount: `1.${'1'.repeat(30)}` }],
    ['amount', { amount: 100.5 }],
    ['amount', { amount: '1' }],
    ['amount', { amount: '100.1234567' }],
    ['account', { account: 'bigone/nobody' }],
    ['account', { account: 'treasury' }],
    ['asset', { asset: 'DOGE' }],
    ['network', { network: 'TRC20' }],
    ['memo', { asset: 'XRP', network: 'Ripple', address: 'rDsbeomae4FXwgQTJp9Rs64Qg9vDiTCdBv' }],
    ['memo', { memo: 'not here' }],
    ['address', { address: '0x52908400098527886E0F7030069857D2E4169EE7' }],
    ['withdrawalId', { withdrawalId: 'a b' }],
    ['withdrawalId', { withdrawalId: "x' OR 1=1" }],
    ['withdrawalId', { withdrawalId: 'é' }],
    ['withdrawalId', { withdrawalId: '' }],
    ['withdrawalId', { withdrawalId: 'x'.repeat(10_000) }],
    ['requestedAt', { requestedAt: '2026-11-13T08:00:00.000Z' }],
    ['requestedAt', { requestedAt: '2026-11-21T08:10:00.000Z' }],
    ['requestedAt', { requestedAt: 'yesterday' }],
    ['requestedAt', { requestedAt: undefined }],
    ['deadlineAt', { deadlineAt: '2026-11-21T08:00:05.000Z' }],
    ['amuont', { amuont: '1' }],
  ])('error: %s in %j is named, and nothing is started', async (field, changes) => {
    const { temporal, client } = setUp();
    const attempt = client.start({ ...aRequest(), ...changes } as never);
    await expect(attempt).rejects.toMatchObject({
      name: 'InvalidRequestError',
      problems: expect.arrayContaining([expect.objectContaining({ field })]),
    });
    expect(temporal.started).toEqual([]);
  });

  test('error: an unknown account lists the known ones', async () => {
    await expect(setUp().client.start(aRequest({ account: 'bigone/tresury' }))).rejects.toThrow(
      'one of bigone/treasury',
    );
  });

  test.each([[null], [undefined], [42], ['text'], [[]]])('error: %j is no request', async (input) => {
    await expect(setUp().client.start(input as never)).rejects.toMatchObject({ name: 'InvalidRequestError' });
  });

  test.each(['a b', '', '../x', "x' OR 1=1", 'x'.repeat(10_000), '\u001b[2J', undefined as never])(
    'error: %j as an id is refused before anything is sent',
    async (withdrawalId) => {
      const { client } = setUp();
      const by = { actor: 'ada', reason: 'r' };
      const calls = [
        () => client.get(withdrawalId),
        () => client.cancel(withdrawalId, by),
        () => client.result([withdrawalId]),
        () => client.resolve(withdrawalId, { kind: 'abandon', actor: 'ada', evidence: 'e' }),
      ];
      for (const call of calls)
        await expect(call()).rejects.toMatchObject({ name: 'InvalidArgumentError', field: 'withdrawalId' });
    },
  );

  test.each([
    ['actor', { kind: 'abandon', actor: ' ', evidence: 'e' }],
    ['evidence', { kind: 'abandon', actor: 'a', evidence: '' }],
    ['exchangeWithdrawalId', { kind: 'adopt', actor: 'a', evidence: 'e' }],
    ['txid', { kind: 'confirmClaimed', actor: 'a', evidence: 'e', txid: 'with blank' }],
    ['resolution', { kind: 'hope', actor: 'a', evidence: 'e' }],
  ])('error: a resolution without its %s', async (field, resolution) => {
    await expect(setUp().client.resolve('w-1', resolution as never)).rejects.toMatchObject({
      name: 'InvalidArgumentError',
      field,
    });
  });
});
