import { describe, expect, test } from '@jest/globals';

import { key, startMs, tronAddress, withExchange, withSimulator, type Answer } from './support.ts';

const guid = 'c37173f4-751f-4cc1-9904-c1041dcae4f7';
const path = '/viewer/withdrawals';
const order = { symbol: 'TRX', target_address: tronAddress, amount: '20', guid, gateway_name: 'Tron' };
const never = [{ afterMs: 1e12, status: 'completed' as const }];

describe('a BigONE submit', () => {
  test('answers the record, without the guid', async () => {
    const { post } = await withSimulator({ exchange: 'bigone' });
    const { json } = await post(path, order);
    expect(json).toMatchObject({
      code: 0,
      data: {
        id: 1_000_001,
        customer_id: '10',
        asset_symbol: 'TRX',
        amount: '20',
        fee: '1',
        state: 'PENDING',
        kind: 'on_chain',
        is_internal: false,
        txid: '',
        memo: '',
        target_address: tronAddress,
        inserted_at: new Date(startMs).toISOString().replace('Z', '000Z'),
      },
    });
    expect(JSON.stringify(json)).not.toContain(guid);
  });

  test('to an address of its own customers stays on its book, and never has a txid', async () => {
    const { post, simulator, clock } = await withSimulator({ exchange: 'bigone', internalAddresses: [tronAddress] });
    expect((await post(path, order)).json.data).toMatchObject({ kind: 'internal', is_internal: true, txid: '' });
    clock.advance(10_000);
    expect(simulator.ledger.entries()).toMatchObject([
      { kind: 'internal', status: 'completed', money: 'left', txid: null },
    ]);
  });

  test.each([
    ['an unknown symbol', { symbol: 'NOPE' }],
    ['an unknown gateway', { gateway_name: 'Tronn' }],
    ['an address of another chain', { target_address: '0x1fB51aa234287C3CA1F957eA9AD0E148Bb814b7A' }],
    ['an amount that is a number', { amount: 20 }],
    ['an exponent', { amount: '2e1' }],
    ['zero', { amount: '0' }],
    ['a negative amount', { amount: '-1' }],
    ['a comma', { amount: '20,5' }],
    ['too many decimals', { amount: '20.1234567' }],
    ['less than the minimum', { amount: '9.99' }],
    ['a memo where there is none', { memo: '1' }],
    ['no address', { target_address: '' }],
    ['a guid that is none', { guid: 'abc' }],
    ['a missing memo', { symbol: 'XRP', gateway_name: 'Ripple', target_address: 'rEb8TK3gBgk5auZkwc6sHnwrGVJH8DuaLh' }],
  ])('%s is refused and nothing is booked', async (_, change) => {
    const { post, simulator } = await withSimulator({ exchange: 'bigone' });
    const answer = await post(path, { ...order, ...change });
    expect([answer.status, answer.json.code, simulator.ledger.entries()]).toEqual([400, 10007, []]);
  });

  test('zeros at the end are no decimals', async () => {
    const { post, simulator } = await withSimulator({ exchange: 'bigone' });
    await post(path, { ...order, amount: '20.1000000000' });
    expect(simulator.ledger.entries().map((entry) => entry.amount)).toEqual(['20.1000000000']);
  });

  test('more than the FUND wallet holds is refused, whatever SPOT holds; a transfer helps, once per guid', async () => {
    const account = {
      apiKey: key,
      apiSecret: 'secret-1',
      accountId: '10',
      balances: { TRX: '20' },
      spotBalances: { TRX: '50' },
    };
    const { post, get } = await withSimulator({ exchange: 'bigone', accounts: [account] });
    const lacking = await post(path, order);
    const transfer = { symbol: 'TRX', amount: '1', from: 'SPOT', to: 'FUND', guid };
    await post('/viewer/transfer', transfer);
    await post('/viewer/transfer', transfer);
    const enough = await post(path, order);
    expect([lacking.status, lacking.json.code, enough.status]).toEqual([400, 10014, 200]);
    expect((await get('/viewer/fund/accounts/TRX')).json.data).toEqual({
      asset_symbol: 'TRX',
      balance: '21',
      locked_balance: '21',
    });
    expect((await get('/viewer/accounts')).json.data).toContainEqual({
      asset_symbol: 'TRX',
      balance: '49',
      locked_balance: '0',
    });
  });

  test.each([
    [{ canWithdraw: false }, 403, 10403],
    [{ trustedAddresses: ['TQn9Y2khEsLJW1ChVWFMSMeRDow5KcbLSE'] }, 400, 10007],
  ])('an account with %j is refused', async (limits, status, code) => {
    const { post, get } = await withSimulator({
      exchange: 'bigone',
      accounts: [{ apiKey: key, apiSecret: 'secret-1', accountId: '10', balances: { TRX: '50' }, ...limits }],
    });
    const answer = await post(path, order);
    expect([answer.status, answer.json.code, (await get(path)).status]).toEqual([status, code, 200]);
  });
});

describe('a repeated guid', () => {
  test.each([
    ['sameRecord', 200, 1],
    ['error', 400, 1],
    ['secondWithdrawal', 200, 2],
  ] as const)('%s answers HTTP %i and leaves %i withdrawals', async (repeatGuid, status, booked) => {
    const { post, simulator } = await withSimulator({ exchange: 'bigone', repeatGuid });
    const first = await post(path, order);
    const second = await post(path, order);
    expect([second.status, simulator.ledger.accepted({ clientWithdrawalId: guid }).length]).toEqual([status, booked]);
    expect(second.json.data?.id === first.json.data.id).toBe(repeatGuid === 'sameRecord');
  });

  test('can be answered otherwise while running', async () => {
    const { post, simulator } = await withSimulator({ exchange: 'bigone' });
    await post(path, order);
    simulator.setRepeatGuid('error');
    expect((await post(path, order)).json.code).toBe(40302);
  });
});

describe('BigONE reads', () => {
  test('finds by guid and by number, the number only if set so', async () => {
    const found = await Promise.all(
      [true, false].map(async (numericIdInPath) => {
        const { post, get } = await withSimulator({ exchange: 'bigone', numericIdInPath });
        await post(path, order);
        return [(await get(`${path}/${guid}`)).status, (await get(`${path}/1000001`)).status];
      }),
    );
    expect(found).toEqual([
      [200, 200],
      [200, 404],
    ]);
  });

  test('an unknown guid is not found', async () => {
    const { get } = await withSimulator({ exchange: 'bigone' });
    const answer = await get(`${path}/${guid}`);
    expect([answer.status, answer.json.code]).toEqual([404, 10013]);
  });

  test('pages newest first through all rows, even while new ones arrive', async () => {
    const { get, simulator, submit } = await withExchange('bigone', { maxPageSize: 2 });
    for (let count = 0; count < 5; count += 1) await submit();
    const ids: number[] = [];
    let token: string | undefined = '';
    do {
      const { json }: Answer = await get(`${path}?limit=50${token ? `&page_token=${encodeURIComponent(token)}` : ''}`);
      ids.push(...json.data.map((row: { id: number }) => row.id));
      token = json.page_token;
      if (ids.length === 2) await submit();
    } while (token);
    expect(ids).toEqual([1000005, 1000004, 1000003, 1000002, 1000001]);
    expect(simulator.ledger.entries()).toHaveLength(6);
  });

  test('duplicatePage shows a further page as the page before it', async () => {
    const { get, simulator, submit } = await withExchange('bigone');
    for (let count = 0; count < 3; count += 1) await submit();
    const first = (await get(`${path}?limit=2`)).json;
    simulator.arm({ name: 'duplicatePage', on: 'follow' });
    const second = (await get(`${path}?limit=2&page_token=${encodeURIComponent(first.page_token)}`)).json;
    expect(second.data).toEqual(first.data);
  });

  test.each([
    ['asset_symbol=TRX', 1],
    ['asset_symbol=BTC', 0],
    ['kind=on_chain', 1],
    ['kind=internal', 0],
  ])('%s gives %i rows', async (query, rows) => {
    const { get, submit } = await withExchange('bigone');
    await submit();
    expect((await get(`${path}?${query}`)).json.data).toHaveLength(rows);
  });

  test.each(['limit=0', 'limit=x', 'page_token=zzz', 'kind=odd'])('%s is refused', async (query) => {
    const { get } = await withSimulator({ exchange: 'bigone' });
    expect((await get(`${path}?${query}`)).json.code).toBe(10007);
  });

  test('names every gateway with its fee, minimum and decimals', async () => {
    const { get } = await withSimulator({ exchange: 'bigone' });
    const xrp = (await get('/assets')).json.data.find((asset: { symbol: string }) => asset.symbol === 'XRP');
    expect(xrp.binding_gateways).toMatchObject([
      {
        gateway_name: 'Ripple',
        withdrawal_fee: '0.1',
        min_withdrawal_amount: '20',
        is_memo_required: true,
        withdrawal_scale: 6,
      },
    ]);
  });
});

describe('a BigONE cancel', () => {
  test('is taken at once and takes effect later', async () => {
    const { cancel, accepted, lookup, clock, simulator, statuses } = await withExchange('bigone', { script: never });
    const { id } = await accepted();
    const answer = await cancel(id);
    const before = statuses(await lookup(id));
    clock.advance(200);
    expect([answer.json, before, statuses(await lookup(id))]).toEqual([
      { code: 0, message: 'cancel request submitted', data: null },
      ['PENDING'],
      ['CANCELLED'],
    ]);
    expect(simulator.balanceOf(key, 'TRX')).toEqual({ available: '1000', locked: '0' });
  });

  test('comes too late for a withdrawal that is broadcast meanwhile', async () => {
    const { cancel, accepted, clock, simulator } = await withExchange('bigone', { cancelAfterMs: 400 });
    const { id, exchangeWithdrawalId } = await accepted();
    expect((await cancel(id)).json.code).toBe(0);
    clock.advance(1000);
    expect(simulator.ledger.get(exchangeWithdrawalId)?.status).toBe('completed');
  });

  test('is refused once the withdrawal is final', async () => {
    const { cancel, accepted, clock } = await withExchange('bigone');
    const { id } = await accepted();
    clock.advance(600);
    expect((await cancel(id)).status).toBe(400);
  });
});
