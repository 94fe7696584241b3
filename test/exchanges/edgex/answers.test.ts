import { describe, expect, test } from '@jest/globals';

import { createExchange } from '../../../exchanges/createExchange.ts';
import { ExchangeError } from '../../../exchanges/errors.ts';
import type { HttpRequest } from '../../../exchanges/http/http.ts';
import { accountId, address, definitions, l2PrivateKey, poll, type ByClientId, ok } from './support/withEdgex.ts';

describe('answers that must not be believed', () => {
  const row = (more: object) => ({
    id: '5',
    accountId,
    coinId: '1000',
    amount: '20.5',
    ethAddress: address,
    clientWithdrawId: 'c',
    status: 'NORMAL_WITHDRAW_SUCCESS_L1_COMPLETED',
    createdTime: '1734352781355',
    ...more,
  });
  const meta = {
    global: {
      starkExChainId: '0x1',
      starkExCollateralCoin: { coinId: '1000', coinName: 'USDT', starkExAssetId: '0x33', starkExResolution: '0xf4240' },
      maintenanceReason: '',
    },
    coinList: [],
    multiChain: null,
  };
  const open = { exchangeWithdrawalId: '5', clientWithdrawalId: 'c', asset: 'USDT', notBeforeMs: 0 };
  const adapterOn = (rows: unknown, orders?: unknown): ByClientId => {
    const http = {
      send: async (request: HttpRequest) =>
        ok(request.url.includes('getMetaData') ? meta : request.url.includes('getAllOrdersPage') ? orders : rows),
    };
    return createExchange(definitions['edgex-normal-withdraw'], {
      baseUrl: 'https://edgex.test',
      credentials: { l2PrivateKey },
      options: null,
      exchangeAccountId: accountId,
      http,
      nowMs: Date.now,
    }) as ByClientId;
  };
  const reasonOf = (read: Promise<unknown>) =>
    read.then(
      () => 'answered',
      (error: unknown) => (error instanceof ExchangeError ? error.reason : String(error)),
    );
  const intent = {
    withdrawalId: 'w',
    submission: 1,
    clientWithdrawalId: 'c',
    account: 'a/b',
    accountIdentity: 'i',
    asset: 'USDT',
    network: 'Ethereum',
    address,
    memo: null,
    amount: '20.5',
    laneKey: null,
    frozen: {},
  };
  const listed = {
    dataList: [{ orderId: '5', time: '1734674558', type: 'ORDER_TYPE_NORMAL_WITHDRAW', status: 3 }],
    nextPageOffsetData: '',
  };

  test('the right one is', async () => {
    expect((await adapterOn([row({})]).readStatuses([open], poll)).records).toMatchObject([
      { exchangeWithdrawalId: '5', status: 'L1_COMPLETED', amount: '20.5', createdAtMs: 1734352781355 },
    ]);
    expect(await adapterOn([row({})], listed).findByClientId(intent, poll)).toMatchObject({ kind: 'found' });
  });

  test('a record of another account', async () => {
    expect(await reasonOf(adapterOn([row({ accountId: '1' })]).readStatuses([open], poll))).toBe('authRefused');
  });

  test.each([
    [{ amount: 'x' }],
    [{ status: null }],
    [{ ethAddress: '' }],
    [{ clientWithdrawId: '' }],
    [{ coinId: null }],
  ])('a row with %j affects only itself', async (change) => {
    const other = { ...open, exchangeWithdrawalId: '6' };
    const read = await adapterOn([row(change), row({ id: '6' })]).readStatuses([open, other], poll);
    expect([read.records.map((one) => one.exchangeWithdrawalId), read.unreadable, read.notRead]).toEqual([
      ['6'],
      ['5'],
      [],
    ]);
  });

  test('a row without an id could be any that is not shown', async () => {
    expect(await adapterOn([{ ...row({}), id: null }]).readStatuses([open], poll)).toEqual({
      records: [],
      unreadable: [],
      notRead: ['5'],
    });
    expect(await reasonOf(adapterOn([{ ...row({}), id: null }]).findById('5', open, poll))).toBe('unreadableAnswer');
  });

  test.each([null, {}, 'x', { dataList: [] }])('%j in place of rows', async (data) => {
    expect(await reasonOf(adapterOn(data).readStatuses([open], poll))).toBe('unreadableAnswer');
  });

  test('an orders page that points to itself, an unreadable order, or an order without a record', async () => {
    expect(await reasonOf(adapterOn([], { dataList: [], nextPageOffsetData: 'x' }).findByClientId(intent, poll))).toBe(
      'unreadableAnswer',
    );
    expect(
      await reasonOf(
        adapterOn([], { dataList: [{ orderId: null }], nextPageOffsetData: '' }).findByClientId(intent, poll),
      ),
    ).toBe('unreadableAnswer');
    expect(await reasonOf(adapterOn([], listed).findByClientId(intent, poll))).toBe('unreadableAnswer');
    expect(await reasonOf(adapterOn([row({ amount: 'x' })], listed).findByClientId(intent, poll))).toBe(
      'unreadableAnswer',
    );
  });

  test('an order of an unlisted type is looked at, and proves nothing if it is no normal withdrawal', async () => {
    const strange = { dataList: [{ ...listed.dataList[0], type: 'ORDER_TYPE_NEW' }], nextPageOffsetData: '' };
    expect(await adapterOn([row({})], strange).findByClientId(intent, poll)).toMatchObject({ kind: 'found' });
    expect(await adapterOn([], strange).findByClientId(intent, poll)).toEqual({ kind: 'notFound' });
  });

  test.each([[{ withdrawId: null }], [{}], [null], [{ withdrawId: '' }], [{ crossWithdrawId: '5' }]])(
    'accepted with %j: unknown, because the id cannot be read',
    async (data) => {
      const frozen = {
        coinId: '1000',
        starkExAssetId: '0x33',
        resolution: '1000000',
        expireTime: String((Math.floor(Date.now() / 3_600_000) + 300) * 3_600_000),
        createdNotBefore: '1',
      };
      expect(await adapterOn(data).submit({ ...intent, frozen })).toMatchObject({
        kind: 'unknown',
        reason: 'unreadableAnswer',
      });
    },
  );

  test.each(['coinId', 'starkExAssetId', 'resolution', 'expireTime'])(
    'an intent without %s is refused, nothing is sent',
    async (field) => {
      const frozen: Record<string, string> = {
        coinId: '1000',
        starkExAssetId: '0x33',
        resolution: '1000000',
        expireTime: '1735887600000',
        createdNotBefore: '1',
      };
      delete frozen[field];
      expect(await adapterOn([]).submit({ ...intent, frozen })).toMatchObject({
        kind: 'rejected',
        reason: 'parameterRefused',
      });
    },
  );
});
