import { createHmac } from 'node:crypto';

import { afterEach, describe, expect, test } from '@jest/globals';

import { expectedSign } from '../../simulator/btse/authenticate.ts';
import {
  createManualClock,
  faultNames,
  startSimulator,
  type FaultOrder,
  type Simulator,
  type SimulatorOptions,
} from '../../simulator/index.ts';
import { key, lost, otherTronAddress, send, startMs, tronAddress } from './support.ts';

const running: Simulator[] = [];
afterEach(async () => {
  for (const simulator of running.splice(0)) await simulator.close();
});

type Tampering = { apiKey?: string; secret?: string; nonce?: string; signedPath?: string; rawBody?: string };
const user = '/spot/api/v3.2/user/wallet';
const newer = '/public-api/wallet/v1';
const order = { currency: 'TRX-Tron', address: tronAddress, tag: '', amount: '20' };
const never = [{ afterMs: 1e12, status: 'completed' as const }];

async function withBtse(options: Partial<SimulatorOptions> = {}) {
  const clock = createManualClock(startMs);
  const accounts = [
    { apiKey: key, apiSecret: 'secret-1', accountId: 'alice', balances: { USDT: '100', TRX: '1000', XRP: '500' } },
    { apiKey: 'key-2', apiSecret: 'secret-2', accountId: 'bob', balances: {} },
  ];
  const simulator = await startSimulator({
    exchange: 'btse',
    accounts,
    clock,
    rateLimit: { requests: 1_000, perMs: 1_000 },
    ...options,
  });
  running.push(simulator);
  let nonces = 0;
  function call(method: string, path: string, body: object | undefined, extra: Tampering = {}) {
    const text = body === undefined ? '' : JSON.stringify(body);
    nonces += 1;
    const nonce = extra.nonce ?? String(clock.now() + nonces);
    const signed = (extra.signedPath ?? path.split('?')[0]?.replace('/spot', '') ?? '') + nonce + text;
    const sign = createHmac('sha384', extra.secret ?? 'secret-1')
      .update(signed)
      .digest('hex');
    return send(method, simulator.baseUrl + path, extra.rawBody ?? (text === '' ? undefined : text), {
      'request-api': extra.apiKey ?? key,
      'request-nonce': nonce,
      'request-sign': sign,
      ...(method === 'DELETE' ? { 'Content-Length': String(text.length) } : {}),
    });
  }
  return {
    simulator,
    clock,
    get: (path: string, extra?: Tampering) => call('GET', path, undefined, extra),
    post: (path: string, body: object, extra?: Tampering) => call('POST', path, body, extra),
    remove: (path: string, body: object) => call('DELETE', path, body),
    submit: (change: object = {}) => call('POST', `${user}/withdraw`, { ...order, ...change }),
    history: (query = '') => call('GET', `${user}_history${query}`, undefined),
    open: (path: string) => send('GET', simulator.baseUrl + path, undefined, {}),
  };
}

describe('BTSE signatures', () => {
  test('the signature is the published one', () => {
    const secretKey = '848db84ac252b6726e5f6e7a711d9c96d9fd77d020151b45839a5b59c37203bx';
    expect(expectedSign({ secretKey, path: '/api/v3.2/user/wallet', nonce: '1624984297330', body: '' })).toBe(
      '14b986706a4368221e0af14a6725377161805e7a57d568220478cb3590ce532d4fad4ac68e6c02a14afced6a0619bfd3',
    );
  });

  test.each([
    ['an unknown key', { apiKey: 'nobody' }, 10_002],
    ['a wrong secret', { secret: 'wrong' }, -7],
    ['the prefix signed as well', { signedPath: user }, -7],
    ['an old nonce', { nonce: String(startMs - 61_000) }, 10_002],
    ['a nonce in seconds', { nonce: '1750000000' }, 10_002],
  ])('%s is refused', async (_, tampering, code) => {
    const { get } = await withBtse();
    const answer = await get(user, tampering);
    expect([answer.status, answer.json.errorCode]).toEqual([401, code]);
  });

  test('other bytes than were signed are refused; a query is not signed; a nonce is taken once', async () => {
    const { post, get, history, simulator } = await withBtse();
    expect(
      (await post(`${user}/withdraw`, order, { rawBody: JSON.stringify({ ...order, amount: '21' }) })).json.errorCode,
    ).toBe(-7);
    expect((await history('?count=1')).status).toBe(200);
    const nonce = String(startMs + 500);
    expect([(await get(user, { nonce })).status, (await get(user, { nonce })).status]).toEqual([200, 401]);
    expect(simulator.ledger.entries()).toEqual([]);
  });
});

describe('a BTSE submit', () => {
  test.each([
    ['v3.2', {}],
    ['v3.3', {}],
  ])('%s: takes the fee out of the amount unless told otherwise', async (version) => {
    const { post, simulator } = await withBtse();
    const path = `/spot/api/${version}/user/wallet/withdraw`;
    expect((await post(path, order)).json).toEqual({ withdraw_id: expect.stringMatching(/^\d{20}$/) });
    await post(path, { ...order, includeWithdrawFee: false });
    expect(simulator.ledger.entries().map((entry) => [entry.amount, entry.receivedAmount])).toEqual([
      ['20', '19'],
      ['20', '20'],
    ]);
    expect(simulator.balanceOf(key, 'TRX')).toEqual({ available: '959', locked: '41' });
  });

  test('a failed withdrawal with the fee on top gives all of it back', async () => {
    const { submit, simulator } = await withBtse();
    await submit({ includeWithdrawFee: false });
    simulator.advance(simulator.ledger.entries()[0]?.exchangeWithdrawalId ?? '', 'failed');
    expect(simulator.balanceOf(key, 'TRX')).toEqual({ available: '1000', locked: '0' });
  });

  test.each([
    ['an unknown coin', { currency: 'NOPE-Tron' }, 400],
    ['a coin without network', { currency: 'TRX' }, 400],
    ['an unknown network', { currency: 'TRX-TRC20' }, 400],
    ['an address of another chain', { address: '0x1fB51aa234287C3CA1F957eA9AD0E148Bb814b7A' }, 400],
    ['a number', { amount: 20 }, 400],
    ['no tag', { tag: null }, 400],
    ['a tag where there is none', { tag: '1' }, 400],
    ['nine decimals', { amount: '20.123456789' }, 3506],
    ['an exponent', { amount: '2e1' }, 3506],
    ['zero', { amount: '0' }, 3506],
    ['less than the minimum', { amount: '9' }, 3506],
    ['more than there is', { amount: '1000.1' }, 51_523],
    ['more than there is with the fee', { amount: '1000', includeWithdrawFee: false }, 51_523],
    ['a flag in quotes', { includeWithdrawFee: 'true' }, 400],
    ['a missing tag', { currency: 'XRP-Ripple', address: 'rEb8TK3gBgk5auZkwc6sHnwrGVJH8DuaLh' }, 400],
  ])('%s is refused and nothing is booked', async (_, change, code) => {
    const { submit, simulator } = await withBtse();
    const answer = await submit(change);
    expect([answer.status, answer.json.errorCode, simulator.ledger.entries()]).toEqual([400, code, []]);
  });

  test('two equal submits are two withdrawals', async () => {
    const { submit, simulator } = await withBtse();
    await submit();
    await submit();
    expect(simulator.ledger.accepted()).toHaveLength(2);
  });
});

describe('BTSE history', () => {
  test('shows numbers as numbers, no address, and rows of other kinds', async () => {
    const { submit, history, post, clock } = await withBtse({ script: never });
    await submit();
    clock.advance(1000);
    await post(`${user}/transfer`, { amount: '5', asset: 'TRX', toUser: 'bob', toUserMail: 'b@example.org' });
    const answer = await history();
    expect(answer.text).toContain('"orderId":20181213000239001777');
    expect(answer.text).not.toContain(tronAddress);
    expect(answer.json).toMatchObject([
      { type: 'Transfer_Out', amount: 5, status: 'COMPLETED' },
      {
        type: 'Withdraw',
        amount: 20,
        fees: 1,
        currency: 'TRX',
        status: 'PENDING',
        timestamp: startMs,
        username: 'alice',
        wallet: '@SPOT',
        txid: null,
        currencyNetwork: 'Tron',
      },
    ]);
  });

  test('by choice shows ids as text, what arrives, the address, and no network', async () => {
    const { submit, history } = await withBtse({
      script: never,
      btse: {
        orderIdAs: 'text',
        rowAmount: 'received',
        showToAddress: true,
        showNetwork: false,
        withdrawIdAs: 'array',
      },
    });
    expect((await submit()).json).toEqual([{ withdraw_id: '20181213000239001777' }]);
    const [row] = (await history()).json;
    expect(row).toMatchObject({ orderId: '20181213000239001777', amount: 19, toAddress: tronAddress });
    expect(Object.keys(row)).not.toContain('currencyNetwork');
  });

  test.each([
    ['broadcast', 'PROCESSING'],
    ['completed', 'COMPLETED'],
    ['failed', 'FAILURE'],
    ['cancelled', 'CANCELLED'],
    [{ raw: 'EXPIRED' }, 'EXPIRED'],
  ] as const)('%j shows as %s', async (status, shown) => {
    const { submit, history, simulator } = await withBtse({ script: never });
    await submit();
    simulator.advance(simulator.ledger.entries()[0]?.exchangeWithdrawalId ?? '', status);
    expect((await history()).json[0].status).toBe(shown);
  });

  test('filters by coin and time, counts, and orders', async () => {
    const { submit, history, clock } = await withBtse();
    await submit();
    clock.advance(1000);
    await submit({ address: otherTronAddress });
    const rows = async (query: string) =>
      (await history(query)).json.map((row: { timestamp: number }) => row.timestamp - startMs);
    expect(
      await Promise.all(
        ['', '?currency=BTC', '?count=1', `?startTime=${startMs + 1}`, `?endTime=${startMs}`].map(rows),
      ),
    ).toEqual([[1000, 0], [], [1000], [1000], [0]]);
    expect((await history('?count=x')).status).toBe(400);
  });
});

describe("BTSE's other calls", () => {
  test('addresses are made once, shown, and deleted once', async () => {
    const { post, get, remove } = await withBtse();
    const place = { currency: 'BTC', network: 'BITCOIN' };
    const path = `${user}/address`;
    const [made] = (await post(path, place)).json;
    const again = await post(path, place);
    expect([again.status, again.json.message]).toEqual([400, expect.stringContaining(made.address)]);
    expect((await get(`${path}?currency=BTC&network=BITCOIN`)).json).toEqual([made]);
    expect([
      (await remove(path, { ...place, address: made.address })).status,
      (await remove(path, { ...place, address: made.address })).status,
    ]).toEqual([200, 400]);
  });

  test('balances, conversions and transfers move exactly', async () => {
    const { post, get } = await withBtse();
    expect((await post(`${user}/convert`, { amount: '100', fromAsset: 'TRX', toAsset: 'USD' })).json).toEqual({
      amount: 100,
      settlementAmount: 25,
      amountCurrency: 'TRX',
      settlementCurrency: 'USD',
      rate: 0.25,
    });
    expect(
      (await post(`${user}/transfer`, { amount: '5.0', asset: 'TRX', toUser: 'bob', toUserMail: 'b@example.org' }))
        .json,
    ).toMatchObject({ amount: '5.0', toUser: 'bob' });
    expect((await get(user)).json).toContainEqual({ currency: 'TRX', total: 895, available: 895 });
    expect((await get(user, { apiKey: 'key-2', secret: 'secret-2' })).json).toContainEqual({
      currency: 'TRX',
      total: 5,
      available: 5,
    });
    expect(
      (await post('/spot/api/v3.2/subaccount/wallet/history', { page: '1', pageSize: '10' })).json.data,
    ).toMatchObject({
      totalRows: 1,
      totalPages: 1,
      data: [{ fromUser: 'alice', receiver: 'bob', currency: 'TRX', amount: 5 }],
    });
    expect(
      (await post(`${user}/transfer`, { amount: '5', asset: 'TRX', toUser: 'nobody', toUserMail: 'b@example.org' }))
        .status,
    ).toBe(400);
  });

  test('coins, networks and rates', async () => {
    const { get, open } = await withBtse({
      accounts: [{ apiKey: key, apiSecret: 'secret-1', accountId: 'alice', balances: {}, canWithdraw: false }],
    });
    expect((await get('/spot/api/v3.2/availableCurrencies?action=WITHDRAW')).json).toContain('TRX');
    expect((await get('/spot/api/v3.2/availableCurrencies?action=ODD')).status).toBe(400);
    expect((await open('/spot/api/v3.2/availableCurrencyNetworks?currency=USDT')).json).toEqual([
      'Tron',
      'Ethereum',
      'BSC',
    ]);
    expect((await open('/spot/api/v3.2/exchangeRate?srcCurrency=TRX&targetCurrency=USD')).json).toMatchObject({
      success: true,
      code: 1,
      data: 0.25,
    });
    expect((await open(`${newer}/assets/exchangeRate?baseCurrency=TRX&amount=2&quoteCurrency=USD`)).json.data).toEqual({
      rate: '0.25',
    });
    const networks = async (read: typeof open) => (await read(`${newer}/crypto/networks?crypto=XRP`)).json.data;
    expect(await networks(open)).toMatchObject([
      {
        network: 'RIPPLE',
        withdrawEnable: true,
        needAddressExtension: true,
        addressExtensionTypeName: 'tag',
        withdrawAmtMin: '20',
        withdrawFeeMin: '0.1',
      },
    ]);
    expect(await networks(get)).toMatchObject([{ network: 'RIPPLE', withdrawEnable: false }]);
  });

  test('5 wallet operations in a second for a user, queries apart', async () => {
    const { get, open, clock, simulator } = await withBtse({ rateLimit: { requests: 5, perMs: 1000 } });
    for (let count = 0; count < 5; count += 1) expect((await get(user)).status).toBe(200);
    const refused = await get(user);
    expect([
      refused.status,
      refused.headers['retry-after'],
      (await open(`${newer}/crypto/networks?crypto=XRP`)).status,
    ]).toEqual([429, '1', 200]);
    clock.advance(1000);
    expect([(await get(user)).status, simulator.requestsRefusedByRateLimit()]).toEqual([200, 1]);
  });

  test.each([
    ['errorCode', { status: 404, errorCode: 404 }],
    ['enveloped', { success: false, code: 404 }],
    ['error', { status: 404, code: 404, error: 'refused' }],
  ] as const)('errors as %s', async (errorShape, shape) => {
    const { get } = await withBtse({ btse: { errorShape } });
    const answer = await get('/spot/api/v3.2/nothing');
    expect([answer.status, answer.json]).toEqual([404, expect.objectContaining(shape)]);
  });
});

describe('BTSE faults', () => {
  const points = ['submit', 'follow', 'any'] as const;
  test.each(faultNames.flatMap((name) => points.map((on) => [name, on] as const)))(
    '%s on %s never books a submit twice nor loses money',
    async (name, on) => {
      const { simulator, clock, submit, history } = await withBtse({ script: never });
      await submit();
      simulator.arm({ name, on, delayMs: 0 } satisfies FaultOrder);
      const ends = Promise.all([submit(), history()].map(lost)).then(() => true);
      while (!(await Promise.race([ends, new Promise((resolve) => setImmediate(resolve, false))]))) clock.advance(1);
      clock.advance(1000);
      simulator.disarm();
      expect(simulator.ledger.entries().length).toBeLessThanOrEqual(2);
      expect(Number(simulator.balanceOf(key, 'TRX').locked)).toBe(simulator.ledger.entries().length * 20);
    },
  );

  test('a match narrows a fault; the control speaks HTTP', async () => {
    const { simulator, submit } = await withBtse();
    const control = `${simulator.baseUrl}/_simulator`;
    await send(
      'POST',
      `${control}/faults`,
      JSON.stringify({
        name: 'acceptThenDropReply',
        on: 'submit',
        match: { address: otherTronAddress, amount: '20.0' },
      }),
      {},
    );
    expect([await lost(submit()), await lost(submit({ address: otherTronAddress }))]).toEqual([
      'answered',
      'ECONNRESET',
    ]);
    expect(
      (await send('GET', `${control}/ledger`, undefined, {})).json.map(
        (entry: { viaFault: string | null }) => entry.viaFault,
      ),
    ).toEqual([null, 'acceptThenDropReply']);
  });
});
