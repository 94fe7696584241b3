import { describe, expect, test } from '@jest/globals';

import { lost } from '../support.ts';
import {
  startMs,
  expireTime,
  assets,
  low,
  signed,
  withdrawalHash,
  crossHash,
  type Fields,
  withEdgex,
  normal,
  cross,
  lowLevel,
} from './support.ts';

const creates = [
  ['normal', `${assets}/createNormalWithdraw`, normal, 'withdrawId'],
  ['cross', `${assets}/createCrossWithdraw`, cross, 'crossWithdrawId'],
  ['low-level', `${low}/createWithdraw`, lowLevel, 'withdrawId'],
] as const;

describe.each(creates)('creating a %s withdrawal', (name, path, make, idName) => {
  test('answers an id, books it once, locks what it costs', async () => {
    const { post, simulator } = await withEdgex();
    const { status, json } = await post(path, make());
    expect([status, json.code, json.data[idName]]).toEqual([200, 'SUCCESS', '1054639949233524736']);
    expect(simulator.ledger.accepted()).toHaveLength(1);
    expect(simulator.balanceOf('k', 'USDT').locked).toBe(name === 'cross' ? '20' : '1');
  });

  test.each([
    ['another amount', { amount: '2' }],
    [
      'another expiry',
      { expireTime: String(Number(expireTime) - 3_600_000), l2ExpireTime: String(Number(expireTime) - 3_600_000) },
    ],
    ['another client id', { clientWithdrawId: '11', clientCrossWithdrawId: '11' }],
    ['a signature of somebody else', { l2Signature: signed(5n, '1234') }],
  ] as [string, Fields][])('%s than was signed is refused and nothing is booked', async (_, change) => {
    const { post, simulator } = await withEdgex();
    const fields = make();
    const changed = Object.fromEntries(Object.entries({ ...fields, ...change }).filter(([field]) => field in fields));
    const { json } = await post(path, changed);
    expect([json.code, simulator.ledger.entries().length]).toEqual(['STAGED_L2_SIGNATURE_INVALID', 0]);
  });

  test('another address than was signed is refused, except across chains, where it is not signed', async () => {
    const { post, simulator } = await withEdgex();
    const { json } = await post(path, make(undefined, { ethAddress: '0x1fB51aa234287C3CA1F957eA9AD0E148Bb814b7B' }));
    expect([json.code, simulator.ledger.entries().length]).toEqual(
      name === 'cross' ? ['SUCCESS', 1] : ['STAGED_L2_SIGNATURE_INVALID', 0],
    );
  });

  test('the same again is answered the same id; the same id with other fields is refused', async () => {
    const { post, simulator } = await withEdgex();
    const [first, second] = [await post(path, make('21')), await post(path, make('21'))];
    expect(second.json.data).toEqual(first.json.data);
    const units = 2_000_000n;
    const other = await post(
      path,
      make('21', {
        amount: '2',
        l2Signature: signed(name === 'cross' ? crossHash('21', units) : withdrawalHash('21', units)),
      }),
    );
    expect([other.json.code, simulator.ledger.accepted().length]).toEqual(['STAGED_CLIENT_ID_USED', 1]);
  });

  test('the same again can be answered an error', async () => {
    const { post, simulator } = await withEdgex({ edgex: { repeatClientId: 'error' } });
    await post(path, make());
    expect([(await post(path, make())).json.code, simulator.ledger.accepted().length]).toEqual([
      'STAGED_CLIENT_ID_USED',
      1,
    ]);
  });

  test('less than 24 hours until its expiry is refused', async () => {
    const { post, simulator } = await withEdgex();
    const expire = String(startMs - (startMs % 3_600_000) + 23 * 3_600_000);
    const hash = name === 'cross' ? crossHash('31', 18_000_000n, expire) : withdrawalHash('31', 1_000_000n, expire);
    const { json } = await post(
      path,
      make('31', { [name === 'low-level' ? 'l2ExpireTime' : 'expireTime']: expire, l2Signature: signed(hash) }),
    );
    expect([json.code, simulator.ledger.entries()]).toEqual(['GATEWAY_PARAM_INVALID', []]);
  });

  test('more than there is is refused', async () => {
    const { post, simulator } = await withEdgex();
    simulator.setBalance('k', 'USDT', '0.5');
    expect([(await post(path, make())).json.code, simulator.ledger.entries()]).toEqual([
      'STAGED_BALANCE_NOT_ENOUGH',
      [],
    ]);
  });

  test('a lost answer leaves it booked', async () => {
    const { post, simulator } = await withEdgex();
    simulator.arm({ name: 'acceptThenDropReply', on: 'submit' });
    expect([await lost(post(path, make())), simulator.ledger.accepted().length]).toEqual(['ECONNRESET', 1]);
  });
});
