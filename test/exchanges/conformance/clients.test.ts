import { describe, expect, test } from '@jest/globals';

import { createBigoneClient } from '../../../exchanges/bigone/client.ts';
import { bigoneOptions } from '../../../exchanges/bigone/config.ts';
import { withdrawalRow } from '../../../exchanges/bigone/wire.ts';
import { createBitunixClient } from '../../../exchanges/bitunix/client.ts';
import { historyRow, idData } from '../../../exchanges/bitunix/wire.ts';
import type { Failed, Reply } from '../../../exchanges/http/classifyHttp.ts';
import { guid, poll, tronAddress } from '../support/aRequest.ts';
import { apiKey, apiSecret, withSimulator } from '../support/withSimulator.ts';

const dataOf = (reply: Reply | Failed): unknown => {
  if (reply.kind === 'failed') throw reply.error;
  return reply.data;
};

/* Calls that the adapters' tests make through the adapter alone, here by themselves. */
describe('clients, over HTTP', () => {
  test('bigone', async () => {
    const { simulator, http } = await withSimulator('bigone', { cancelAfterMs: 60_000 });
    const client = createBigoneClient({
      baseUrl: simulator.baseUrl,
      credentials: { apiKey, apiSecret },
      options: bigoneOptions.parse({}),
      exchangeAccountId: '4711',
      http,
      nowMs: Date.now,
    });
    const { id } = withdrawalRow.parse(
      dataOf(
        await client.createWithdrawal({
          symbol: 'TRX',
          target_address: tronAddress,
          amount: '20.5',
          guid,
          gateway_name: 'Tron',
        }),
      ),
    );
    expect(
      simulator.ledger.accepted().map((entry) => [entry.exchangeWithdrawalId, entry.clientWithdrawalId, entry.amount]),
    ).toEqual([[id, guid, '20.5']]);
    expect(withdrawalRow.parse(dataOf(await client.getWithdrawal(guid, poll)))).toMatchObject({ id, state: 'PENDING' });
    expect((await client.listWithdrawals({ limit: 10 }, poll)).data.map((row) => withdrawalRow.parse(row).id)).toEqual([
      id,
    ]);
    expect(await client.cancelWithdrawal(guid)).toMatchObject({ kind: 'succeeded' });
    expect(simulator.requestCounts()).toEqual({
      'POST /viewer/withdrawals': 1,
      'GET /viewer/withdrawals/{guid}': 1,
      'GET /viewer/withdrawals': 1,
      'POST /viewer/withdrawals/{guid}/cancel': 1,
    });
  });

  test('bitunix', async () => {
    const { simulator, http } = await withSimulator('bitunix');
    const client = createBitunixClient({
      baseUrl: simulator.baseUrl,
      credentials: { apiKey, apiSecret },
      options: {} as never,
      exchangeAccountId: '4711',
      http,
      nowMs: Date.now,
    });
    expect((await client.listBalances(poll)).data.map((row) => row.coin)).toContain('TRX');
    const withdrawId = idData('withdrawId').parse(
      dataOf(await client.withdraw({ coin: 'TRX', network: 'Tron (TRC-20)', address: tronAddress, amount: '20.5' })),
    );
    expect(simulator.ledger.accepted().map((entry) => [entry.exchangeWithdrawalId, entry.amount])).toEqual([
      [withdrawId, '20.5'],
    ]);
    expect((await client.readHistory({ id: withdrawId }, poll)).data.map((row) => historyRow.parse(row).id)).toEqual([
      withdrawId,
    ]);
    expect(await client.cancelWithdraw({ withdrawId })).toMatchObject({ kind: 'succeeded' });
    expect(simulator.ledger.get(withdrawId)?.status).toBe('cancelled');
  });
});
