import { describe, expect, test } from '@jest/globals';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { getPublicKey } from '@scure/starknet';

import { key, l2PublicKey, accountId, startMs, assets, order, signed, withEdgex, normal } from './support.ts';

describe('requests', () => {
  const orders = `${assets}/getAllOrdersPage`;

  test.each([
    ['another key', { privateKey: '1234' }, 'INVALID_API_KEY'],
    ['one digit changed', { signature: '1'.repeat(128) }, 'INVALID_API_KEY'],
    ['too short', { signature: 'ab' }, 'INVALID_API_KEY'],
    ['a query that was not signed', { signedFields: { accountId, size: '2' } }, 'INVALID_API_KEY'],
    ['an old time', { timestamp: String(startMs - 61_000) }, 'STAGED_TIMESTAMP_EXPIRED'],
    ['no signature', { headers: { 'X-edgeX-Api-Signature': '' } }, 'GATEWAY_HEADER_REQUIRED'],
  ])('%s is refused', async (_, extra, code) => {
    const { get } = await withEdgex();
    expect((await get(orders, { accountId, size: '1' }, extra)).json.code).toBe(code);
  });

  test("the third part, if there is one, must be the key's Y", async () => {
    const { get, clock } = await withEdgex();
    const message = `${clock.now()}GET${orders}accountId=${accountId}`;
    const two = signed(BigInt(`0x${Buffer.from(keccak_256(Buffer.from(message))).toString('hex')}`) % order);
    const y = Buffer.from(getPublicKey(key, false)).toString('hex').slice(66);
    const codes = await Promise.all(
      [y, '1'.repeat(64)].map(
        async (third) => (await get(orders, { accountId }, { signature: two + third })).json.code,
      ),
    );
    expect(codes).toEqual(['SUCCESS', 'INVALID_API_KEY']);
  });

  test('an account that is not here is refused', async () => {
    const { get } = await withEdgex();
    expect((await get(orders, { accountId: '5' })).json.code).toBe('ACCOUNT_ID_WHITELIST_ERROR');
  });

  test.each([
    ['hmac', {}, 'SUCCESS'],
    ['hmac', { privateKey: '1234' }, 'SUCCESS'],
    ['both', { privateKey: '1234' }, 'INVALID_API_KEY'],
    ['hmac', { headers: { 'X-edgeX-Signature': '0'.repeat(64) } }, 'INVALID_API_KEY'],
    ['both', { headers: { 'X-edgeX-Passphrase': 'q' } }, 'INVALID_API_KEY'],
  ] as const)('with assetsAuth %s, %j answers %s', async (assetsAuth, extra, code) => {
    const { get } = await withEdgex({ edgex: { assetsAuth } });
    expect((await get(orders, { accountId }, extra)).json.code).toBe(code);
  });

  test('an account that may not withdraw may still read', async () => {
    const { post, get } = await withEdgex({
      accounts: [{ apiKey: 'k', apiSecret: 's', accountId, l2PublicKey, balances: { USDT: '5' }, canWithdraw: false }],
    });
    expect([
      (await post(`${assets}/createNormalWithdraw`, normal())).json.code,
      (await get(orders, { accountId })).json.code,
    ]).toEqual(['ACCOUNT_ID_WHITELIST_ERROR', 'SUCCESS']);
  });

  test('more than 50 in 10 s are refused', async () => {
    const { get, clock, simulator } = await withEdgex();
    for (let count = 0; count < 50; count += 1) await get('/api/v1/public/meta/getServerTime');
    expect([(await get('/api/v1/public/meta/getServerTime')).status, simulator.requestsRefusedByRateLimit()]).toEqual([
      429, 1,
    ]);
    clock.advance(10_000);
    expect((await get('/api/v1/public/meta/getServerTime')).json.data).toEqual({
      timeMillis: String(startMs + 10_000),
    });
  });
});
