import { describe, expect, test } from '@jest/globals';

import { matchWithdrawal } from '../../../domain/matchWithdrawal.ts';
import { btse } from '../../../exchanges/btse/index.ts';
import { createExchange } from '../../../exchanges/createExchange.ts';
import type { AnyExchangeDefinition } from '../../../exchanges/registry.ts';
import { answered, aPort, poll, tronAddress } from '../support/aRequest.ts';
import { anIntentOf, apiKey, apiSecret, aRow, nowMs, otherTronAddress, withAnswers, withBtse } from './support.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const foreign = { asset: 'TRX', network: 'Tron', address: tronAddress, amount: '20' };
const open = (exchangeWithdrawalId: string, notBeforeMs = Date.now() - minute) => ({
  exchangeWithdrawalId,
  clientWithdrawalId: null,
  asset: 'TRX',
  notBeforeMs,
});
const historyPath = 'GET /spot/api/v3.2/user/wallet_history';
const request = {
  withdrawalId: 'w',
  account: 'btse/test',
  deadlineAt: null,
  requestedAt: '2025-01-01T00:00:00.000Z',
  asset: 'TRX',
  network: 'Tron',
  address: tronAddress,
  memo: null,
  amount: '20',
};

describe('btse', () => {
  test.each([
    {},
    { btse: { orderIdAs: 'text' } },
    { btse: { withdrawIdAs: 'withdrawId' } },
    { btse: { withdrawIdAs: 'array' } },
    { btse: { rowAmount: 'received' } },
    { btse: { showToAddress: true } },
    { btse: { showNetwork: false } },
    { btse: { order: 'oldestFirst' } },
  ] as const)('submit: accepted, and found in the history by its id (%j)', async (options) => {
    const { exchange, simulator, intent } = await withBtse(options);
    const answer = await exchange.submit(intent());
    const [entry] = simulator.ledger.entries();
    expect(answer).toEqual({ kind: 'accepted', exchangeWithdrawalId: entry?.exchangeWithdrawalId, record: null });
    const read = await exchange.readHistory(intent(), Date.now() - minute, null, poll);
    expect(read).toMatchObject({
      complete: true,
      unreadableRows: 0,
      records: [{ exchangeWithdrawalId: entry?.exchangeWithdrawalId, amount: null, memo: null }],
    });
    expect(read.records.map((record) => exchange.laneKeyOfRecord(record))).toEqual([exchange.laneKey(intent())]);
    expect(Math.abs(read.exchangeTimeMs - Date.now())).toBeLessThan(5_000);
    expect((await exchange.readStatuses([open(entry?.exchangeWithdrawalId ?? '')], poll)).records).toHaveLength(1);
  });

  test.each([
    [true, '20', '19'],
    [false, '21', '20'],
  ])('feeIncluded %s: %s leave the account, %s arrive', async (feeIncluded, charged, received) => {
    const { exchange, simulator, intent } = await withBtse({}, { options: { feeIncluded } });
    await exchange.submit(intent());
    expect([simulator.balanceOf(apiKey, 'TRX').locked, simulator.ledger.entries()[0]?.receivedAmount]).toEqual([
      charged,
      received,
    ]);
  });

  test('submit: what goes out, as it was frozen', async () => {
    const { exchange, port } = withAnswers([answered({ withdraw_id: '7' }), answered({ withdraw_id: '8' })], {
      networkNames: { Tron: 'TRC20' },
      apiVersion: 'v3.3',
    });
    const frozen = await exchange.freeze(request, null, poll);
    expect(frozen).toEqual({ currency: 'TRX-TRC20', includeWithdrawFee: 'true' });
    await exchange.submit(anIntentOf({ memo: '7', frozen: { currency: 'TRX-Old', includeWithdrawFee: 'false' } }));
    await exchange.submit(anIntentOf({ frozen }));
    expect(port.requests).toMatchObject([
      {
        method: 'POST',
        url: 'https://api.example/spot/api/v3.3/user/wallet/withdraw',
        turn: 'taken',
        freshConnection: true,
        scope: 'wallet',
        body: `{"currency":"TRX-Old","address":"${tronAddress}","tag":"7","amount":"20","includeWithdrawFee":false}`,
      },
      {
        body: `{"currency":"TRX-TRC20","address":"${tronAddress}","tag":"","amount":"20","includeWithdrawFee":true}`,
        headers: { 'request-api': apiKey, 'request-sign': expect.stringMatching(/^[0-9a-f]{96}$/) },
      },
    ]);
    const nonces = port.requests.map((one) => Number(one.headers['request-nonce']));
    expect(nonces[1]).toBeGreaterThan(nonces[0] ?? 0);
  });

  test.each([['https://api.example/spot'], ['https://api.example']])('base URL %s', async (baseUrl) => {
    const port = aPort([answered([])]);
    const exchange = createExchange(btse as unknown as AnyExchangeDefinition, {
      baseUrl,
      credentials: { apiKey, apiSecret },
      options: null,
      exchangeAccountId: 'u',
      http: port,
      nowMs: () => nowMs,
    });
    await exchange.readStatuses([open('1', nowMs)], poll);
    expect(port.requests[0]?.url).toMatch(/^https:\/\/api\.example\/spot\/api\/v3\.2\/user\/wallet_history\?/);
  });

  test.each([
    ['{"withdrawId":20181213000239001777}', 'accepted'],
    ['{"status":"COMPLETED"}', 'unknown'],
    ['{}', 'unknown'],
    ['[]', 'unknown'],
    ['', 'unknown'],
    ['null', 'unknown'],
    ['{"success":true,"code":1,"data":{"withdraw_id":"x"}}', 'accepted'],
    ['{"success":true,"code":1,"data":null}', 'unknown'],
    ['{"success":true,"code":0,"data":{"withdraw_id":"x"}}', 'unknown'],
  ])('submit: HTTP 200 with %s is %s', async (body, kind) => {
    const answer = await withAnswers([answered(body)]).exchange.submit(anIntentOf());
    expect(answer.kind).toBe(kind);
    if (body.includes('2018')) expect(answer).toMatchObject({ exchangeWithdrawalId: '20181213000239001777' });
  });

  test('submit: an amount of nine decimals never leaves', async () => {
    const { exchange, port } = withAnswers([]);
    expect(await exchange.submit(anIntentOf({ amount: '1.123456789' }))).toMatchObject({
      kind: 'rejected',
      reason: 'parameterRefused',
    });
    expect(port.requests).toEqual([]);
  });

  test('two withdrawals of one amount to two addresses, replies lost, one accepted: never mixed up', async () => {
    const { exchange, simulator, intent } = await withBtse({ btse: { showNetwork: false } });
    const [first, second] = [intent({ address: tronAddress }), intent({ address: otherTronAddress })];
    // The account's lane lets the second go only once the first is settled.
    expect(exchange.laneKey(first)).toBe(exchange.laneKey(second));
    const look = async (one: typeof first, baseline: readonly string[], claimed: readonly string[]) => {
      const { records, exchangeTimeMs } = await exchange.readHistory(one, Date.now() - 15 * minute, null, poll);
      const laneKey = exchange.laneKey(one);
      return matchWithdrawal({
        intent: { ...one, laneKey },
        feeMode: exchange.capabilities.feeMode,
        baseline: { takenAtMs: exchangeTimeMs, exchangeWithdrawalIds: baseline },
        notBeforeMs: 0,
        records,
        isClaimed: (id) => claimed.includes(id),
        laneKeyOfRecord: (record) => exchange.laneKeyOfRecord(record),
      });
    };
    simulator.arm({ name: 'dropBeforeAccept', on: 'submit', match: { address: tronAddress } });
    simulator.arm({ name: 'acceptThenDropReply', on: 'submit', match: { address: otherTronAddress } });
    expect((await exchange.submit(first)).kind).toBe('unknown');
    expect((await look(first, [], [])).kind).toBe('none');
    // Settled by a person; now the second has the lane.
    const before = await exchange.readHistory(second, Date.now() - 15 * minute, null, poll);
    expect((await exchange.submit(second)).kind).toBe('unknown');
    const found = await look(
      second,
      before.records.map((record) => record.exchangeWithdrawalId),
      [],
    );
    const [entry, ...more] = simulator.ledger.entries();
    expect([found.kind === 'one' && found.record.exchangeWithdrawalId, entry?.address, more]).toEqual([
      entry?.exchangeWithdrawalId,
      otherTronAddress,
      [],
    ]);
    // The first keeps looking: what the second claims is not taken for it.
    expect((await look(first, [], [entry?.exchangeWithdrawalId ?? ''])).kind).toBe('none');
  });

  test("an address that rows do show keeps another's withdrawal out", async () => {
    const { exchange, simulator, intent } = await withBtse({ btse: { showToAddress: true } });
    simulator.addForeignWithdrawal({ ...foreign, address: otherTronAddress });
    expect((await exchange.readHistory(intent(), Date.now() - minute, null, poll)).records).toEqual([]);
    expect(
      (await exchange.readHistory(intent({ address: otherTronAddress }), Date.now() - minute, null, poll)).records,
    ).toHaveLength(1);
  });

  test.each([
    ['newestFirst', undefined],
    ['oldestFirst', undefined],
    ['oldestFirst', 50],
    ['newestFirst', 20],
  ] as const)('history: more than a page is cut until complete (%s, at most %s)', async (order, maxPageSize) => {
    const { exchange, simulator, intent } = await withBtse({
      btse: { order },
      ...(maxPageSize === undefined ? {} : { maxPageSize }),
    });
    const fromMs = Date.now() - 100_000;
    for (let index = 0; index < 350; index += 1)
      simulator.addForeignWithdrawal({ ...foreign, acceptedAtMs: fromMs + Math.floor(index / 7) * 11 });
    const read = await exchange.readHistory(intent(), fromMs, null, poll);
    expect([read.records.length, read.complete, read.unreadableRows]).toEqual([350, true, 0]);
    expect(simulator.requestCounts()[historyPath]).toBeLessThan(maxPageSize === undefined ? 40 : 120);
  });

  test('history: a millisecond that fills a page is not complete', async () => {
    const { exchange, simulator, intent } = await withBtse();
    const fromMs = Date.now() - 100_000;
    for (let index = 0; index < 100; index += 1)
      simulator.addForeignWithdrawal({ ...foreign, acceptedAtMs: fromMs + 50 });
    expect((await exchange.readHistory(intent(), fromMs, null, poll)).complete).toBe(false);
  });

  test('history: a month is asked for in weeks', async () => {
    const { exchange, simulator, intent } = await withBtse();
    const fromMs = Date.now() - 30 * day;
    for (let index = 0; index < 30; index += 1)
      simulator.addForeignWithdrawal({ ...foreign, acceptedAtMs: fromMs + index * day + 1 });
    const read = await exchange.readHistory(intent(), fromMs, null, poll);
    expect([read.records.length, read.complete]).toEqual([30, true]);
    expect(simulator.requestCounts()[historyPath]).toBeLessThan(12);
  });

  test('history: rows of other kinds count for nothing; doubtful and unreadable ones are counted', async () => {
    const rows = [
      aRow,
      { ...aRow, orderId: 11, type: 'Transfer_Out' },
      { ...aRow, orderId: 12, type: 'Sub Account Transfer Out', status: 5 },
      { ...aRow, orderId: 13, type: 'Withdrawal' },
      { ...aRow, orderId: 14, amount: 'x' },
      { ...aRow, orderId: 15, currency: 'BTC' },
      { ...aRow, orderId: 16, timestamp: 1_744_185_293_000 },
      { ...aRow, orderId: 17 },
      { ...aRow, orderId: 17, status: 'COMPLETED' },
      { type: 'Withdraw' },
      'x',
    ];
    const { exchange, port } = withAnswers([answered(rows, 200, { dateMs: nowMs })]);
    const read = await exchange.readHistory(anIntentOf(), 1_744_185_293_500, null, poll);
    expect(read).toMatchObject({
      records: [{ exchangeWithdrawalId: '10' }],
      unreadableRows: 5,
      complete: true,
      exchangeTimeMs: nowMs,
    });
    expect(port.requests[0]?.url).toContain('?startTime=1744185293499&count=100');
  });

  test('history: where lanes need the network, a row that hides it proves nothing', async () => {
    const settings = { historyShowsNetwork: true, shownNetworks: { TRC20: 'Tron', BEP20: 'BSC' } };
    const rows = [
      { ...aRow, currencyNetwork: 'TRC20' },
      { ...aRow, orderId: 11, currencyNetwork: 'BEP20' },
      { ...aRow, orderId: 12, currencyNetwork: 'odd' },
    ];
    const { exchange } = withAnswers([answered(rows)], settings);
    const read = await exchange.readHistory(anIntentOf(), nowMs - day, null, poll);
    expect([
      read.records.map((record) => [
        record.exchangeWithdrawalId,
        exchange.laneKeyOfRecord(record) === exchange.laneKey(anIntentOf()),
      ]),
      read.unreadableRows,
    ]).toEqual([
      [
        ['10', true],
        ['12', false],
      ],
      1,
    ]);
  });

  test("another user's rows are not believed", async () => {
    const { exchange } = await withBtse({}, { exchangeAccountId: 'somebody' });
    await exchange.submit(anIntentOf());
    await expect(exchange.readHistory(anIntentOf(), Date.now() - minute, null, poll)).rejects.toMatchObject({
      reason: 'authRefused',
    });
    expect((await exchange.probe(poll)).exchangeAccountId).toBe('4711');
  });

  test('statuses: many, few requests; unreadable and failed reads touch only whom they concern', async () => {
    const rows = [aRow, { ...aRow, orderId: 11, amount: null }];
    const opens = ['10', '11', '12'].map((id) => open(id, 1_744_185_000_000));
    expect(await withAnswers([answered(rows)]).exchange.readStatuses(opens, poll)).toMatchObject({
      records: [{ exchangeWithdrawalId: '10' }],
      unreadable: ['11'],
      notRead: [],
    });
    expect(
      await withAnswers([answered([...rows, { type: 'Withdraw' }])]).exchange.readStatuses(opens, poll),
    ).toMatchObject({ unreadable: ['11'], notRead: ['12'] });
    const old = opens.map((one) => ({ ...one, notBeforeMs: nowMs - 20 * day }));
    expect(await withAnswers([answered(rows), answered('', 503)]).exchange.readStatuses(old, poll)).toMatchObject({
      records: [{ exchangeWithdrawalId: '10' }],
      unreadable: ['11'],
      notRead: ['12'],
    });
  });

  test('statuses: found early, the rest is not read', async () => {
    const { exchange, simulator } = await withBtse();
    await exchange.submit(anIntentOf());
    const id = simulator.ledger.entries()[0]?.exchangeWithdrawalId ?? '';
    for (let index = 0; index < 200; index += 1)
      simulator.addForeignWithdrawal({ ...foreign, acceptedAtMs: Date.now() - 10 * day - index * 1000 });
    expect((await exchange.readStatuses([open(id, Date.now() - 29 * day)], poll)).records).toHaveLength(1);
    expect(simulator.requestCounts()[historyPath]).toBe(1);
  });

  test('probe: who and when; without rows nobody is told', async () => {
    const { exchange, simulator } = await withBtse({ clockOffsetMs: 5_000 });
    const { exchangeAccountId, clockSkewMs } = await exchange.probe(poll);
    expect([exchangeAccountId, Math.round((clockSkewMs ?? 0) / 5_000)]).toEqual([null, 1]);
    simulator.addForeignWithdrawal(foreign);
    expect((await exchange.probe(poll)).exchangeAccountId).toBe('4711');
  });

  test('rules: none unless coins are named, then by configured names', async () => {
    expect(await (await withBtse()).exchange.readAssetRules(poll)).toBeNull();
    const { exchange } = await withBtse({}, { options: { assets: ['TRX', 'XRP'], shownNetworks: { TRC20: 'Tron' } } });
    expect(
      (await exchange.readAssetRules(poll))?.map((rule) => [rule.asset, rule.network, rule.minimum, rule.memo]),
    ).toEqual([
      ['TRX', 'Tron', '10', 'none'],
      ['XRP', 'RIPPLE', '20', 'optional'],
    ]);
  });

  test('it declares what it cannot do', async () => {
    const { exchange } = withAnswers([]);
    expect(exchange.capabilities).toMatchObject({
      repeatSubmit: 'never',
      findBy: 'history',
      cancel: 'none',
      clientIdFormat: 'none',
      answerIdIsRecordId: true,
    });
    expect(['requestCancel', 'findByClientId'].filter((name) => name in exchange)).toEqual([]);
    expect(
      exchange.checkRequest({ ...request, amount: '1.123456789', asset: 'A-B' }).map((problem) => problem.field),
    ).toEqual(['asset', 'amount']);
    expect(() => withAnswers([], { networkName: {} })).toThrow('btse options: unknown field "networkName"');
  });
});
