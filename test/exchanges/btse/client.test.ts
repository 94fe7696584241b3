import { describe, expect, test } from '@jest/globals';

import { createBtseClient } from '../../../exchanges/btse/client.ts';
import { btseOptions } from '../../../exchanges/btse/config.ts';
import * as wire from '../../../exchanges/btse/wire.ts';
import type { Failed, Reply } from '../../../exchanges/http/classifyHttp.ts';
import { poll, tronAddress } from '../support/aRequest.ts';
import { apiKey, apiSecret, withBtse } from './support.ts';

const bob = { apiKey: 'key-2', apiSecret: 'secret-2', accountId: 'bob', balances: {} };

async function withClient(apiVersion: 'v3.2' | 'v3.3') {
  const accounts = [{ apiKey, apiSecret, accountId: '4711', balances: { TRX: '1000' } }, bob];
  const { simulator, http } = await withBtse({ accounts });
  const config = {
    baseUrl: simulator.baseUrl,
    credentials: { apiKey, apiSecret },
    options: btseOptions.parse({ apiVersion }),
    exchangeAccountId: '4711',
    http,
    nowMs: Date.now,
  };
  return { simulator, client: createBtseClient(config) };
}

const dataOf = (reply: Reply | Failed): unknown => {
  if (reply.kind === 'failed') throw reply.error;
  return reply.data;
};

describe('every call of the document, over HTTP', () => {
  test.each(['v3.2', 'v3.3'] as const)('%s', async (apiVersion) => {
    const { client, simulator } = await withClient(apiVersion);
    const place = { currency: 'TRX', network: 'TRON' };
    expect((await client.listBalances(poll)).data).toContainEqual({
      currency: 'TRX',
      total: '1000',
      available: '1000',
    });
    const id = wire.withdrawData.parse(
      dataOf(
        await client.withdraw({
          currency: 'TRX-Tron',
          address: tronAddress,
          tag: '',
          amount: '20',
          includeWithdrawFee: true,
        }),
      ),
    );
    expect(simulator.ledger.accepted().map((entry) => entry.exchangeWithdrawalId)).toEqual([id]);
    expect(
      (await client.readHistory({ currency: 'TRX', count: 5, useNewSymbolNaming: false }, poll)).data.map(
        (row) => wire.historyRow.parse(row).orderId,
      ),
    ).toEqual([id]);
    const [made] = wire.addressRows.parse(dataOf(await client.createAddress(place)));
    expect(await client.createAddress(place)).toMatchObject({
      kind: 'failed',
      error: { reason: 'parameterRefused', httpStatus: 400 },
    });
    expect((await client.getAddress(place, poll)).data).toEqual([made]);
    expect(await client.deleteAddress({ ...place, address: made?.address ?? '' })).toMatchObject({ kind: 'succeeded' });
    expect((await client.getAddress(place, poll)).data).toEqual([]);
    expect(
      wire.conversion.parse(dataOf(await client.convert({ amount: '10', fromAsset: 'TRX', toAsset: 'USD' }))),
    ).toMatchObject({ settlementAmount: '2.5' });
    expect(
      wire.transferEcho.parse(
        dataOf(await client.transfer({ amount: '5.50', asset: 'TRX', toUser: 'bob', toUserMail: 'bob@example.org' })),
      ),
    ).toMatchObject({ amount: '5.5' });
    expect((await client.readSubaccountHistory({ page: '1', pageSize: '50' }, poll)).data).toMatchObject({
      totalRows: 1,
      data: [{ receiver: 'bob', amount: '5.5' }],
    });
    expect((await client.listCurrencies({ action: 'SEND' }, poll)).data).toContain('TRX');
    expect((await client.listNetworks({ crypto: 'TRX' }, poll)).data).toHaveLength(1);
    expect((await client.listNetworks({ crypto: 'TRX' }, poll, { isPublic: true })).data).toHaveLength(1);
    expect((await client.listNetworkNames({ currency: 'TRX' }, poll)).data).toEqual(['Tron']);
    expect((await client.getOldExchangeRate({ srcCurrency: 'TRX', targetCurrency: 'USD' }, poll)).data).toBe('0.25');
    expect(
      (await client.getExchangeRate({ baseCurrency: 'TRX', amount: '2', quoteCurrency: 'USD' }, poll)).data,
    ).toEqual({ rate: '0.25' });
    expect(Object.keys(simulator.requestCounts()).filter((endpoint) => endpoint.includes('v3.3'))).toHaveLength(
      apiVersion === 'v3.3' ? 5 : 0,
    );
  });

  test.each([
    ['withdraw', { currency: 'TRX', address: tronAddress, tag: '', amount: '20', includeWithdrawFee: true }],
    ['withdraw', { currency: 'TRX-Tron', address: tronAddress, tag: '', amount: '2e1', includeWithdrawFee: true }],
    ['convert', { amount: '0', fromAsset: 'TRX', toAsset: 'USD' }],
    ['transfer', { amount: '1', asset: 'TRX', toUser: '', toUserMail: 'bob@example.org' }],
  ] as const)('%s of %j is refused before anything is sent', async (name, input) => {
    const { client, simulator } = await withClient('v3.2');
    await expect((client[name] as (given: unknown) => Promise<unknown>)(input)).rejects.toMatchObject({
      reason: 'parameterRefused',
    });
    expect(simulator.requestCounts()).toEqual({});
  });
});
