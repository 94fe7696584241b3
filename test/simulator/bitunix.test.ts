import { describe, expect, test } from '@jest/globals';

import { key, startMs, tronAddress, withExchange, withSimulator } from './support.ts';

const base = '/api/spot/v1';
const page = `${base}/withdraw_transfer/page`;
const never = [{ afterMs: 1e12, status: 'completed' as const }];
const order = (change: Record<string, string> = {}) => {
  const fields = { coin: '"TRX"', network: '"Tron (TRC-20)"', address: `"${tronAddress}"`, amount: '20.00', ...change };
  return `{${Object.entries(fields)
    .map(([name, value]) => `"${name}":${value}`)
    .join(',')}}`;
};

describe('a Bitunix submit', () => {
  test('answers a 19-digit id as a bare text, and keeps the amount as written', async () => {
    const { post, simulator } = await withSimulator({ exchange: 'bitunix' });
    const { json } = await post(`${base}/withdraw`, order());
    expect(json).toEqual({ code: '0', msg: 'result.success', data: expect.stringMatching(/^\d{19}$/), success: true });
    expect(simulator.ledger.get(json.data)).toMatchObject({
      amount: '20.00',
      receivedAmount: '19',
      clientWithdrawalId: null,
    });
  });

  test('by choice answers an object, and codes as numbers', async () => {
    const { post } = await withSimulator({ exchange: 'bitunix', createDataAs: 'object', codeAs: 'number' });
    expect((await post(`${base}/withdraw`, order())).json).toMatchObject({
      code: 0,
      data: { withdrawalId: expect.stringMatching(/^\d{19}$/) },
    });
  });

  test('no digit of an amount is lost', async () => {
    const account = { apiKey: key, apiSecret: 'secret-1', accountId: '10', balances: { USDT: '1000000.123456' } };
    const { post, simulator } = await withSimulator({ exchange: 'bitunix', accounts: [account] });
    await post(`${base}/withdraw`, order({ coin: '"USDT"', amount: '999999.123456' }));
    expect(simulator.ledger.entries().map((entry) => entry.receivedAmount)).toEqual(['999998.123456']);
    expect(simulator.balanceOf(key, 'USDT').available).toBe('1');
  });

  test.each([
    ['an unknown coin', { coin: '"NOPE"' }, '2'],
    ['an unknown network', { network: '"Tron"' }, '2'],
    ['an address of another chain', { address: '"0x1fB51aa234287C3CA1F957eA9AD0E148Bb814b7A"' }, '2'],
    ['a missing address', { address: 'null' }, '10002'],
    ['an exponent', { amount: '2e1' }, '2'],
    ['zero', { amount: '0' }, '2'],
    ['too many decimals', { amount: '20.1234567' }, '70003'],
    ['less than the minimum', { amount: '9' }, '70003'],
    ['more than there is', { amount: '1000.1' }, '20003'],
    ['a memo where there is none', { memo: '"1"' }, '2'],
    ['a missing memo', { coin: '"XRP"', network: '"XRP"', address: '"rEb8TK3gBgk5auZkwc6sHnwrGVJH8DuaLh"' }, '10002'],
  ])('%s is refused and nothing is booked', async (_, change, code) => {
    const { post, simulator } = await withSimulator({ exchange: 'bitunix' });
    const answer = await post(`${base}/withdraw`, order(change));
    expect([answer.status, answer.json.code, answer.json.success, simulator.ledger.entries()]).toEqual([
      200,
      code,
      false,
      [],
    ]);
  });

  test.each([
    [{ canWithdraw: false }, '403'],
    [{ trustedAddresses: [] }, '2'],
  ])('an account with %j is refused', async (limits, code) => {
    const { post, get } = await withSimulator({
      exchange: 'bitunix',
      accounts: [{ apiKey: key, apiSecret: 'secret-1', accountId: '10', balances: { TRX: '50' }, ...limits }],
    });
    const answer = await post(`${base}/withdraw`, order());
    expect([answer.json.code, (await get(`${base}/user/info`)).json.data]).toEqual([code, { uid: '10' }]);
  });

  test('two equal submits are two withdrawals', async () => {
    const { submit, simulator } = await withExchange('bitunix');
    await submit();
    await submit();
    expect(simulator.ledger.accepted({ address: tronAddress })).toHaveLength(2);
  });
});

describe('Bitunix history', () => {
  test('shows what arrives with 20 decimals, and the fee only at the end', async () => {
    const { accepted, lookup, clock } = await withExchange('bitunix');
    const { id } = await accepted();
    const [before] = (await lookup(id)).json.data;
    clock.advance(600);
    const [after] = (await lookup(id)).json.data;
    expect(before).toMatchObject({
      id,
      type: 'withdraw',
      coin: 'TRX',
      amount: '19.00000000000000000000',
      status: 'pending',
      ctime: startMs,
      network: 'Tron (TRC-20)',
      address: tronAddress,
      feeCoin: null,
      fee: null,
      transactionHash: null,
    });
    expect(after).toMatchObject({
      status: 'success',
      feeCoin: 'TRX',
      fee: '1.00000000000000000000',
      transactionHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  test('by choice names the address as its table does', async () => {
    const { accepted, list } = await withExchange('bitunix', { addressField: 'toAddress' });
    await accepted();
    const [row] = (await list()).json.data;
    expect([row.toAddress, row.address]).toEqual([tronAddress, undefined]);
  });

  test('filters by id, coin, type, time and hash; newest first', async () => {
    const { accepted, clock, post, simulator } = await withExchange('bitunix');
    const first = await accepted();
    clock.advance(1000);
    const second = await accepted();
    const { txid } = simulator.ledger.get(first.id)!;
    const rowsFor = async (filter: object) => (await post(page, filter)).json.data.map((row: { id: string }) => row.id);
    const both = [second.id, first.id];
    expect(
      await Promise.all([
        rowsFor({}),
        rowsFor({ id: first.id }),
        rowsFor({ coin: 'BTC' }),
        rowsFor({ type: 'withdraw' }),
        rowsFor({ type: 'inside_transfer' }),
        rowsFor({ startTime: startMs + 1 }),
        rowsFor({ endTime: startMs }),
        rowsFor({ type: 'withdraw', transactionHash: txid }),
        rowsFor({ limit: 1 }),
      ]),
    ).toEqual([both, [first.id], [], both, [], [second.id], [first.id], [first.id], [second.id]]);
  });

  test('gives at most 100 rows, and refuses to be asked for more', async () => {
    const { post, simulator } = await withSimulator({ exchange: 'bitunix' });
    for (let count = 0; count < 101; count += 1) {
      simulator.addForeignWithdrawal({
        asset: 'TRX',
        network: 'Tron (TRC-20)',
        address: tronAddress,
        amount: '1',
        status: 'completed',
      });
    }
    expect([(await post(page, {})).json.data.length, (await post(page, { limit: 101 })).json.code]).toEqual([
      100,
      '70003',
    ]);
  });
});

describe('a Bitunix cancel', () => {
  test('works at once in the first review', async () => {
    const { accepted, cancel, lookup, statuses, simulator } = await withExchange('bitunix');
    const { id } = await accepted();
    expect((await cancel(id)).json).toMatchObject({ code: '0', data: null });
    expect([statuses(await lookup(id)), simulator.balanceOf(key, 'TRX').available]).toEqual([['cancelled'], '1000']);
  });

  test('is refused once the first step has been taken, or the review set has ended', async () => {
    const outcomes = await Promise.all(
      [{}, { reviewMs: 100, script: never }].map(async (options) => {
        const { accepted, cancel, clock, simulator } = await withExchange('bitunix', options);
        const { id } = await accepted();
        clock.advance(300);
        return [(await cancel(id)).json.code, simulator.ledger.get(id)?.money];
      }),
    );
    expect(outcomes).toEqual([
      ['2', 'left'],
      ['2', 'locked'],
    ]);
  });

  test('of an unknown withdrawal is refused', async () => {
    const { cancel } = await withExchange('bitunix');
    expect((await cancel('1')).json.code).toBe('2');
  });
});

describe('other Bitunix endpoints', () => {
  const second = { apiKey: 'key-2', apiSecret: 's', accountId: '20', balances: {} };
  const first = { apiKey: key, apiSecret: 'secret-1', accountId: '10', balances: { USDT: '100' } };

  test('an inside transfer reaches the other account, once per outBizId, and is listed', async () => {
    const { post, clock, simulator } = await withSimulator({ exchange: 'bitunix', accounts: [first, second] });
    const transfer = { coin: 'USDT', amount: 10, toType: 'uid', toUid: 20, outBizId: 'a1' };
    const ids = [
      (await post(`${base}/inside_transfer`, transfer)).json.data,
      (await post(`${base}/inside_transfer`, transfer)).json.data,
    ];
    clock.advance(600);
    expect([
      ids[0] === ids[1],
      simulator.balanceOf('key-2', 'USDT').available,
      simulator.balanceOf(key, 'USDT').available,
    ]).toEqual([true, '10', '90']);
    expect((await post(page, { type: 'inside_transfer' })).json.data).toMatchObject([
      { type: 'inside_transfer_out', toType: 'uid', toUid: 20, status: 'success', address: null },
    ]);
  });

  test('an inside transfer can be cancelled in its review; to nobody it is refused', async () => {
    const { post, simulator } = await withSimulator({ exchange: 'bitunix', accounts: [first, second] });
    const { data } = (await post(`${base}/inside_transfer`, { coin: 'USDT', amount: 10, toType: 'uid', toUid: 20 }))
      .json;
    const cancelled = (await post(`${base}/inside_transfer/cancel`, { insideTransferId: data })).json.code;
    const nobody = (await post(`${base}/inside_transfer`, { coin: 'USDT', amount: 10, toType: 'uid', toUid: 99 })).json
      .code;
    expect([cancelled, nobody, simulator.balanceOf(key, 'USDT').available]).toEqual(['0', '10016', '100']);
  });

  test('faults strike inside transfers and their cancels by the receiver', async () => {
    const { post, simulator } = await withSimulator({ exchange: 'bitunix', accounts: [first, second], script: never });
    simulator.arm({ name: 'unknownCode', on: 'submit', match: { address: 'phone:86 138' } });
    simulator.arm({ name: 'cancelLosesRace', on: 'submit', match: { address: 'uid:20' } });
    const phone = { coin: 'USDT', amount: 10, toType: 'phone', toPhoneCountryCode: '86', toPhoneNumber: '138' };
    expect((await post(`${base}/inside_transfer`, phone)).json.code).toBe('987654');
    expect((await post(`${base}/inside_transfer`, phone)).json.code).toBe('0');
    const { data } = (await post(`${base}/inside_transfer`, { coin: 'USDT', amount: 10, toType: 'uid', toUid: 20 }))
      .json;
    expect((await post(`${base}/inside_transfer/cancel`, { insideTransferId: data })).json.code).toBe('0');
    expect(simulator.ledger.entries().map(({ address, money }) => [address, money])).toEqual([
      ['phone:86 138', 'locked'],
      ['uid:20', 'left'],
    ]);
  });

  test('a move to futures takes the money out of what can be withdrawn', async () => {
    const { post, get } = await withSimulator({ exchange: 'bitunix', accounts: [first] });
    const moved = (await post(`${base}/funds_transfer`, { type: 'spot_futures', coin: 'USDT', amount: 99.5 })).json;
    const tooMuch = (await post(`${base}/funds_transfer`, { type: 'spot_futures', coin: 'USDT', amount: 1 })).json.code;
    expect([moved.data, tooMuch]).toEqual([expect.stringMatching(/^\d{19}$/), '40008']);
    expect((await get(`${base}/user/account`)).json.data).toContainEqual({
      coin: 'USDT',
      balance: 0.5,
      balanceLocked: 0,
    });
  });

  test('the coin list tells networks, memo rule, address pattern and decimals', async () => {
    const { get } = await withSimulator({ exchange: 'bitunix' });
    const { data } = (await get(`${base}/common/coin/coin_network/list`)).json;
    const coin = (name: string) => data.find((one: { name: string }) => one.name === name);
    expect(coin('USDT').networks.map((one: { network: string }) => one.network)).toEqual([
      'Tron (TRC-20)',
      'Ethereum (ERC-20)',
      'BNB Smart Chain (BEP-20)',
    ]);
    expect(coin('XRP').networks).toMatchObject([
      { requireMemo: 1, contractPrecision: 6, withdrawMin: '20', addressRegular: expect.stringContaining('^r') },
    ]);
  });
});
