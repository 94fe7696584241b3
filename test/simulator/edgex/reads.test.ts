import { describe, expect, test } from '@jest/globals';

import { type Answer } from '../support.ts';
import {
  accountId,
  address,
  lp,
  startMs,
  expireTime,
  assets,
  low,
  nonce,
  hours,
  type Fields,
  withEdgex,
  normal,
  cross,
  lowLevel,
} from './support.ts';

describe('reads', () => {
  test('a page of orders has seconds, an integer status and a token to the next', async () => {
    const { get, post } = await withEdgex();
    for (const clientId of ['1', '2', '3']) await post(`${assets}/createNormalWithdraw`, normal(clientId));
    await post(`${assets}/createCrossWithdraw`, cross());
    await post(`${low}/createWithdraw`, lowLevel());
    const first = (await get(`${assets}/getAllOrdersPage`, { accountId, size: '3' })).json.data;
    expect(first.dataList[0]).toEqual({
      orderId: '1054639949233524739',
      time: String(startMs / 1000),
      type: 'ORDER_TYPE_CROSS_WITHDRAW',
      status: 1,
      amount: '18',
      fee: '2',
      txId: '',
      chain: 'Arbitrum One',
      address,
      coin: 'USDT',
      chainId: '42161',
      transferSenderAccountId: '0',
      transferReceiverAccountId: '0',
    });
    const second = (
      await get(`${assets}/getAllOrdersPage`, { accountId, size: '3', offsetData: first.nextPageOffsetData })
    ).json.data;
    expect([
      first.dataList.length,
      second.dataList.map((row: { orderId: string }) => row.orderId),
      second.nextPageOffsetData,
    ]).toEqual([3, ['1054639949233524736'], '']);
  });

  test.each([
    [{ startTime: String(startMs / 1000) }, 1],
    [{ startTime: String(startMs / 1000 + 1) }, 0],
    [{ endTime: String(startMs / 1000 - 1) }, 0],
    [{ startTime: String(startMs) }, 0],
    [{ typeList: 'ORDER_TYPE_CROSS_WITHDRAW' }, 0],
    [{ typeList: 'ORDER_TYPE_NORMAL_WITHDRAW' }, 1],
    [{ chainId: '1' }, 1],
    [{ chainId: '56' }, 0],
  ] as [Fields, number][])('%j shows %i orders', async (filter, count) => {
    const { get, post } = await withEdgex();
    await post(`${assets}/createNormalWithdraw`, normal());
    expect((await get(`${assets}/getAllOrdersPage`, { accountId, ...filter })).json.data.dataList).toHaveLength(count);
  });

  test.each(['0', '101', 'x'])('size %s is refused', async (size) => {
    const { get } = await withEdgex();
    expect((await get(`${assets}/getAllOrdersPage`, { accountId, size })).json.code).toBe('INVALID_GET_PAGE_SIZE');
  });

  test('a normal withdrawal is claimable once it has left the L2, and until it is complete', async () => {
    const { get, post, simulator } = await withEdgex();
    const id = (await post(`${assets}/createNormalWithdraw`, normal())).json.data.withdrawId;
    const claimable = async () => (await get(`${assets}/getNormalWithdrawableAmount`, { address })).json.data.amount;
    const before = await claimable();
    simulator.advance(id, 'broadcast');
    const during = await claimable();
    simulator.advance(id, 'completed');
    expect([before, during, await claimable()]).toEqual(['0', '1', '0']);
  });

  test('a low-level withdrawal is found by both ids and among the active; and what is left is told', async () => {
    const { get, post } = await withEdgex();
    const id = (await post(`${low}/createWithdraw`, lowLevel())).json.data.withdrawId;
    const [byId, byClientId, none, active, left] = (await Promise.all([
      get(`${low}/getWithdrawById`, { accountId, withdrawIdList: `${id},5` }),
      get(`${low}/getWithdrawByClientWithdrawId`, { accountId, clientWithdrawIdList: '9' }),
      get(`${low}/getWithdrawByClientWithdrawId`, { accountId, clientWithdrawIdList: '10' }),
      get(`${low}/getActiveWithdraw`, { accountId }),
      get(`${low}/getWithdrawAvailableAmount`, { accountId, coinId: '1000' }),
    ])) as [Answer, Answer, Answer, Answer, Answer];
    expect([
      byId.json.data.length,
      byClientId.json.data[0],
      none.json.data,
      active.json.data.dataList.length,
      left.json.data,
    ]).toEqual([1, byId.json.data[0], [], 1, { availableAmount: '99' }]);
    expect(byId.json.data[0]).toMatchObject({
      id,
      clientWithdrawId: '9',
      status: 'PENDING_CHECKING',
      l2ExpireTime: expireTime,
      l2Nonce: String(nonce('9')),
    });
  });

  test('records of the assets group show their expiry in hours', async () => {
    const { get, post } = await withEdgex();
    const id = (await post(`${assets}/createCrossWithdraw`, cross())).json.data.crossWithdrawId;
    const [row] = (await get(`${assets}/getCrossWithdrawById`, { accountId, crossWithdrawIdList: id })).json.data;
    expect(row).toMatchObject({
      clientCrossWithdrawId: '7',
      status: 'CROSS_WITHDRAW_PENDING_RISK_CHECKING',
      l2ExpireTime: String(hours(expireTime)),
      fee: '2',
      chainId: '42161',
    });
  });

  test('sign info quotes a fee, which stays good', async () => {
    const edgex = { crossFee: '2' };
    const { get, post } = await withEdgex({ edgex });
    const info = (await get(`${assets}/getCrossWithdrawSignInfo`, { chainId: '42161', amount: '20' })).json.data;
    edgex.crossFee = '3';
    const codes = [
      (await post(`${assets}/createCrossWithdraw`, cross('7', { fee: '1' }))).json.code,
      (await post(`${assets}/createCrossWithdraw`, cross('7', { fee: info.fee }))).json.code,
    ];
    expect([info, codes]).toEqual([
      { lpAccountId: lp.id, crossWithdrawL2Key: lp.key, crossWithdrawMaxAmount: '48799.686154', fee: '2' },
      ['GATEWAY_PARAM_INVALID', 'SUCCESS'],
    ]);
  });
});
