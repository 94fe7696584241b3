import { describe, expect, test } from '@jest/globals';

import { createBitunixClient } from '../../../exchanges/bitunix/client.ts';
import { bitunix } from '../../../exchanges/bitunix/index.ts';
import type { FindsByHistory } from '../../../exchanges/exchange.ts';
import { anIntent, answered, aPort, poll, tronAddress } from '../support/aRequest.ts';
import { apiKey, apiSecret, withSimulator } from '../support/withSimulator.ts';

const finder = (exchange: object) => exchange as FindsByHistory;
const nowMs = 1_744_185_300_000;
const row = {
  id: '10',
  type: 'withdraw',
  coin: 'TRX',
  network: 'Tron (TRC-20)',
  address: tronAddress,
  amount: '19.000',
  fee: null,
  feeCoin: null,
  status: 'pending',
  ctime: 1_744_185_294_000,
  transactionHash: null,
  memo: null,
};
const ok = (data: unknown, dateMs?: number) =>
  answered({ code: '0', msg: 'result.success', data, success: true }, 200, dateMs === undefined ? {} : { dateMs });

function withAnswers(answers: Parameters<typeof aPort>[0]) {
  const port = aPort(answers);
  return {
    port,
    exchange: bitunix.create({
      baseUrl: 'https://api.example',
      credentials: { apiKey, apiSecret },
      options: {},
      exchangeAccountId: null,
      http: port,
      nowMs: () => nowMs,
    }),
  };
}
const foreign = { asset: 'TRX', network: 'Tron (TRC-20)', address: tronAddress, amount: '20' };

describe('bitunix', () => {
  test.each([{}, { codeAs: 'number' }, { addressField: 'toAddress' }] as const)(
    'submit: accepted, and found in the history (%j)',
    async (options) => {
      const { exchange, simulator, intent } = await withSimulator('bitunix', options);
      const id = simulator.addForeignWithdrawal(foreign);
      const answer = await exchange.submit(intent());
      expect(answer).toMatchObject({ kind: 'accepted', record: null });
      const read = await finder(exchange).readHistory(intent(), Date.now() - 60_000, null, poll);
      expect(read).toMatchObject({ complete: true, unreadableRows: 0 });
      expect(
        read.records
          .map((record) => [
            record.exchangeWithdrawalId,
            record.receivedAmount,
            record.amount,
            exchange.laneKeyOfRecord(record),
          ])
          .reverse(),
      ).toEqual(
        [id, simulator.ledger.entries()[1]?.exchangeWithdrawalId].map((one) => [
          one,
          '19',
          null,
          exchange.laneKey(intent()),
        ]),
      );
      expect(Math.abs(read.exchangeTimeMs - Date.now())).toBeLessThan(5_000);
    },
  );

  test('submit: what goes out', async () => {
    const { exchange, port } = withAnswers([ok('1909879608889339906')]);
    expect(await exchange.submit(anIntent({ memo: '7' }))).toEqual({
      kind: 'accepted',
      exchangeWithdrawalId: '1909879608889339906',
      record: null,
    });
    expect(port.requests).toMatchObject([
      {
        method: 'POST',
        url: 'https://api.example/api/spot/v1/withdraw',
        turn: 'taken',
        freshConnection: true,
        scope: 'withdraw',
        body: `{"coin":"TRX","network":"Tron (TRC-20)","address":"${tronAddress}","amount":20.00,"memo":"7"}`,
        headers: {
          nonce: expect.stringMatching(/^[0-9a-f]{32}$/),
          timestamp: String(nowMs),
          sign: expect.stringMatching(/^[0-9a-f]{64}$/),
        },
      },
    ]);
  });

  test.each([
    [{ withdrawId: '19' }, 'accepted'],
    [19, 'accepted'],
    [null, 'unknown'],
    [{}, 'unknown'],
    [{ withdrawId: 'x' }, 'unknown'],
    ['', 'unknown'],
    [['19'], 'unknown'],
  ])('submit: success with data %j is %s', async (data, kind) => {
    expect((await withAnswers([ok(data)]).exchange.submit(anIntent())).kind).toBe(kind);
  });

  test('history: more than a page is cut until complete', async () => {
    const { exchange, simulator, intent } = await withSimulator('bitunix');
    const fromMs = Date.now() - 100_000;
    for (let index = 0; index < 350; index += 1)
      simulator.addForeignWithdrawal({ ...foreign, acceptedAtMs: fromMs + Math.floor(index / 7) * 11 });
    const read = await finder(exchange).readHistory(intent(), fromMs, null, poll);
    expect([read.records.length, read.complete, read.unreadableRows]).toEqual([350, true, 0]);
    expect(simulator.requestCounts()['POST /api/spot/v1/withdraw_transfer/page']).toBeLessThan(20);
  });

  test('history: a millisecond that fills a page is not complete', async () => {
    const { exchange, simulator, intent } = await withSimulator('bitunix');
    const fromMs = Date.now() - 100_000;
    for (let index = 0; index < 100; index += 1)
      simulator.addForeignWithdrawal({ ...foreign, acceptedAtMs: fromMs + 50 });
    expect((await finder(exchange).readHistory(intent(), fromMs, null, poll)).complete).toBe(false);
  });

  test('history: only withdrawals count; unreadable or unplaced rows are counted; the window is kept', async () => {
    const rows = [
      row,
      { ...row, id: '11', type: 'inside_transfer_out', network: null, address: null },
      { ...row, id: '12', status: null },
      { ...row, id: '13', address: null },
      { type: 'withdraw' },
      { ...row, id: '14', ctime: 1_744_185_293_998 },
    ];
    const { exchange, port } = withAnswers([ok(rows, nowMs)]);
    const read = await finder(exchange).readHistory(anIntent(), 1_744_185_293_999, null, poll);
    expect(read).toEqual({
      records: [
        expect.objectContaining({ exchangeWithdrawalId: '10' }),
        expect.objectContaining({ exchangeWithdrawalId: '13' }),
      ],
      unreadableRows: 3,
      complete: true,
      exchangeTimeMs: nowMs,
    });
    expect(port.requests[0]?.body).toBe('{"coin":"TRX","type":"withdraw","startTime":1744185293998,"limit":100}');
  });

  test('statuses: 450 withdrawals, three open: few requests, all found', async () => {
    const { exchange, simulator } = await withSimulator('bitunix');
    const startMs = Date.now() - 4_500_000;
    const ids = Array.from({ length: 450 }, (_, index) =>
      simulator.addForeignWithdrawal({ ...foreign, acceptedAtMs: startMs + index * 10_000 }),
    );
    const open = [449, 440, 430, 3].map((index) => ({
      exchangeWithdrawalId: ids[index] ?? '',
      clientWithdrawalId: null,
      asset: 'TRX',
      notBeforeMs: startMs + index * 10_000 - 5_000,
    }));
    const read = await exchange.readStatuses(open, poll);
    expect([read.records.length, read.unreadable, read.notRead]).toEqual([4, [], []]);
    expect(simulator.requestCounts()['POST /api/spot/v1/withdraw_transfer/page']).toBe(2);
  });

  test('findById: an id filter that is not obeyed proves nothing', async () => {
    const hint = { asset: 'TRX', clientWithdrawalId: null, notBeforeMs: 0 };
    expect(await withAnswers([ok([])]).exchange.findById('9', hint, poll)).toEqual({ kind: 'notFound' });
    await expect(withAnswers([ok([row])]).exchange.findById('9', hint, poll)).rejects.toThrow(
      'the id filter was not obeyed',
    );
    await expect(withAnswers([ok(null)]).exchange.findById('9', hint, poll)).rejects.toMatchObject({
      reason: 'unreadableAnswer',
    });
    await expect(withAnswers([ok([{ id: '9' }])]).exchange.findById('9', hint, poll)).rejects.toMatchObject({
      reason: 'unreadableAnswer',
    });
    await expect(
      withAnswers([ok([{ ...row, type: 'deposit' }])]).exchange.findById('10', hint, poll),
    ).rejects.toMatchObject({ reason: 'unreadableAnswer' });
  });

  test('probe: who we are, which clock', async () => {
    const { exchange } = await withSimulator('bitunix', { clockOffsetMs: 20_000 });
    const probe = await exchange.probe(poll);
    expect(probe).toMatchObject({ exchangeAccountId: '4711', permissions: ['view the account', 'view withdrawals'] });
    expect(Math.abs((probe.clockSkewMs ?? 0) - 20_000)).toBeLessThan(1_500);
  });

  test('rules, balances, transfers: every other endpoint answers', async () => {
    const { exchange, simulator, http } = await withSimulator('bitunix', {
      accounts: [
        { apiKey, apiSecret, accountId: '4711', balances: { TRX: '100000', USDT: '100' } },
        { apiKey: 'other', apiSecret: 'other', accountId: '4712', balances: {} },
      ],
    });
    expect((await exchange.readAssetRules(poll))?.find((one) => one.asset === 'XRP')).toMatchObject({
      network: 'XRP',
      memo: 'required',
      addressFamily: 'ripple',
      minimum: '20',
      fee: null,
    });
    const client = createBitunixClient({
      baseUrl: simulator.baseUrl,
      credentials: { apiKey, apiSecret },
      options: {},
      exchangeAccountId: null,
      http,
      nowMs: Date.now,
    });
    expect((await client.listBalances(poll)).data).toContainEqual({
      coin: 'TRX',
      balance: '100000',
      balanceLocked: '0',
    });
    const transfer = await client.insideTransfer({ coin: 'USDT', amount: '10', toType: 'uid', toUid: '4712' });
    expect(transfer).toMatchObject({ kind: 'succeeded' });
    if (transfer.kind === 'succeeded')
      expect((await client.cancelInsideTransfer({ insideTransferId: String(transfer.data) })).kind).toBe('succeeded');
    expect((await client.fundsTransfer({ type: 'spot_futures', coin: 'USDT', amount: '1.5' })).kind).toBe('succeeded');
  });
});
