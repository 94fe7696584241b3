import { describe, expect, test } from '@jest/globals';

import { createBigoneClient } from '../../../exchanges/bigone/client.ts';
import { bigone } from '../../../exchanges/bigone/index.ts';
import type { FindsByClientId } from '../../../exchanges/exchange.ts';
import { anIntent, answered, aPort, guid, poll, tronAddress } from '../support/aRequest.ts';
import { apiKey, apiSecret, withSimulator } from '../support/withSimulator.ts';

const finder = (exchange: object) => exchange as FindsByClientId;
const row = {
  id: 10,
  customer_id: '4711',
  asset_symbol: 'TRX',
  amount: '20',
  state: 'PENDING',
  target_address: tronAddress,
};

function withAnswers(
  answers: Parameters<typeof aPort>[0],
  options: { trustGuid?: boolean; exchangeAccountId?: string | null } = {},
) {
  const port = aPort(answers);
  const config = {
    baseUrl: 'https://api.example',
    credentials: { apiKey, apiSecret },
    exchangeAccountId: options.exchangeAccountId === undefined ? '4711' : options.exchangeAccountId,
    options: { trustGuid: options.trustGuid ?? false, recvWindowSeconds: 30, assetsBaseUrl: null },
    http: port,
    nowMs: () => 1_744_185_294_000,
  };
  return { port, exchange: bigone.create(config), client: createBigoneClient(config) };
}
const bigoneIntent = (more = {}) => anIntent({ network: 'Tron', clientWithdrawalId: guid, ...more });

describe('bigone', () => {
  test('submit: accepted, and found by our guid', async () => {
    const { exchange, simulator, intent } = await withSimulator('bigone');
    const answer = await exchange.submit(intent());
    expect(answer).toMatchObject({
      kind: 'accepted',
      exchangeWithdrawalId: simulator.ledger.entries()[0]?.exchangeWithdrawalId,
      record: { status: 'PENDING', receivedAmount: '20', address: tronAddress },
    });
    expect(simulator.ledger.entries()).toMatchObject([{ clientWithdrawalId: guid, amount: '20.00', network: 'Tron' }]);
    expect(await finder(exchange).findByClientId(intent(), poll)).toMatchObject({ kind: 'found' });
    expect(await finder(exchange).findByClientId(intent({ clientWithdrawalId: guid.replace('c', 'd') }), poll)).toEqual(
      { kind: 'notFound' },
    );
  });

  test("submit: the same call where it stays on the exchange's own book; COMPLETED without a txid", async () => {
    const { exchange, simulator, intent } = await withSimulator('bigone', { internalAddresses: [tronAddress] });
    const answer = await exchange.submit(intent());
    expect(answer).toMatchObject({ kind: 'accepted', record: { status: 'PENDING', internal: true } });
    const id = simulator.ledger.entries()[0]?.exchangeWithdrawalId ?? '';
    simulator.advance(id, 'completed');
    const open = { exchangeWithdrawalId: id, clientWithdrawalId: guid, asset: 'TRX', notBeforeMs: Date.now() - 60_000 };
    expect((await exchange.readStatuses([open], poll)).records).toMatchObject([
      { status: 'L1_COMPLETED', internal: true, txid: null, address: tronAddress },
    ]);
    expect(simulator.ledger.left()).toMatchObject([{ kind: 'internal', txid: null }]);
  });

  test('submit: what goes out is signed anew, on a connection of its own, with the turn taken', async () => {
    const { exchange, port } = withAnswers([answered({ code: 0, data: row }), answered({ code: 0, data: row })]);
    await exchange.submit(bigoneIntent());
    await exchange.submit(bigoneIntent());
    const [first, second] = port.requests;
    expect(first).toMatchObject({
      method: 'POST',
      url: 'https://api.example/viewer/withdrawals',
      turn: 'taken',
      freshConnection: true,
      scope: 'all',
    });
    expect(first?.body).toBe(
      `{"symbol":"TRX","target_address":"${tronAddress}","amount":"20.00","guid":"${guid}","gateway_name":"Tron"}`,
    );
    const nonce = (request: typeof first) =>
      BigInt(
        (
          JSON.parse(Buffer.from(request?.headers['authorization']?.split('.')[1] ?? '', 'base64url').toString()) as {
            nonce: string;
          }
        ).nonce,
      );
    expect(nonce(second) > nonce(first)).toBe(true);
    // With whole milliseconds, two processes with one key could use the same nonce.
    expect(nonce(first) % 1_000_000n > 10n).toBe(true);
    expect(first?.signal).toBeUndefined();
  });

  test.each([
    ['no id', { ...row, id: undefined }, 'unreadableAnswer'],
    ['another amount', { ...row, amount: '21' }, 'unreadableAnswer'],
    ['another customer', { ...row, customer_id: '4712' }, 'unreadableAnswer'],
    ['nothing', null, 'unreadableAnswer'],
  ])('submit: success that shows %s is unknown, never accepted or refused', async (_name, data, reason) => {
    const { exchange } = withAnswers([answered({ code: 0, message: '', data })]);
    expect(await exchange.submit(bigoneIntent())).toMatchObject({ kind: 'unknown', reason });
  });

  test('submit: without a guid nothing is sent', async () => {
    const { exchange, port } = withAnswers([]);
    expect(await exchange.submit(bigoneIntent({ clientWithdrawalId: null }))).toEqual({
      kind: 'rejected',
      reason: 'parameterRefused',
      message: 'bigone POST /viewer/withdrawals: parameterRefused, not sent, guid is not as documented',
    });
    expect(port.requests).toEqual([]);
  });

  test('the fee may be on top or inside: ours is found either way', async () => {
    for (const feeMode of ['onTop', 'inside'] as const) {
      const { exchange, intent } = await withSimulator('bigone', { feeMode });
      expect(await exchange.submit(intent())).toMatchObject({ kind: 'accepted' });
      expect(await finder(exchange).findByClientId(intent(), poll)).toMatchObject({
        kind: 'found',
        record: { receivedAmount: feeMode === 'inside' ? '19' : '20', fee: '1' },
      });
      await expect(finder(exchange).findByClientId(intent({ amount: '25' }), poll)).rejects.toThrow(
        'bigone GET /viewer/withdrawals/{guid}: unreadableAnswer, the record under our guid is of another withdrawal',
      );
    }
  });

  test('error: the key is that of another account', async () => {
    const { exchange, intent } = await withSimulator('bigone', {}, { exchangeAccountId: '9999' });
    expect(await exchange.submit(intent())).toMatchObject({ kind: 'unknown' });
    const error = await finder(exchange)
      .findByClientId(intent(), poll)
      .catch((thrown: unknown) => thrown);
    expect(String(error)).toBe(
      'ExchangeError: bigone GET /viewer/withdrawals/{guid}: authRefused, ' +
        'the record is of another account than exchangeAccountId in the configuration',
    );
    await expect(
      exchange.readStatuses(
        [{ exchangeWithdrawalId: '1', clientWithdrawalId: null, asset: 'TRX', notBeforeMs: 0 }],
        poll,
      ),
    ).rejects.toMatchObject({ reason: 'authRefused' });
    expect(await exchange.probe(poll)).toMatchObject({ exchangeAccountId: '4711' });
  });

  test('statuses: 700 withdrawals, three open: few requests, all found', async () => {
    const { exchange, simulator, intent } = await withSimulator('bigone');
    const ids = Array.from({ length: 700 }, (_, index) =>
      simulator.addForeignWithdrawal({
        asset: 'TRX',
        network: 'Tron',
        address: tronAddress,
        amount: '20',
        acceptedAtMs: Date.now() - 1_800_000 + index * 2_500,
      }),
    );
    const own = await exchange.submit(intent());
    if (own.kind !== 'accepted') throw new Error('not accepted');
    const open = [ids[690], ids[600], ids[5]].map((id) => ({
      exchangeWithdrawalId: id ?? '',
      clientWithdrawalId: null,
      asset: 'TRX',
      notBeforeMs: Date.now() - 1_900_000,
    }));
    const read = await exchange.readStatuses(
      [
        ...open,
        {
          ...open[0],
          exchangeWithdrawalId: own.exchangeWithdrawalId ?? '',
          clientWithdrawalId: guid,
          asset: 'TRX',
          notBeforeMs: Date.now() - 5_000,
        },
      ],
      poll,
    );
    expect([read.records.length, read.unreadable, read.notRead]).toEqual([4, [], []]);
    expect(simulator.requestCounts()['GET /viewer/withdrawals']).toBe(4);
  });

  test('statuses: a refused page of 200 is asked for with the documented 50, from then on at once', async () => {
    const page = answered({ data: [row] });
    const { exchange, port } = withAnswers([answered({ code: 10007, message: 'limit' }, 400), page, page]);
    const open = { exchangeWithdrawalId: '10', clientWithdrawalId: null, asset: 'TRX', notBeforeMs: 0 };
    for (let read = 0; read < 2; read += 1) expect((await exchange.readStatuses([open], poll)).records).toHaveLength(1);
    expect(port.requests.map(({ url }) => new URL(url).searchParams.get('limit'))).toEqual(['200', '50', '50']);
  });

  test.each([
    ['rateLimited', { code: 10429, message: 'slow down' }, 429],
    ['unknownCode', { code: 10005, message: 'internal' }, 500],
  ])('error: a page refused for another reason is not asked for again (%s)', async (reason, body, status) => {
    const { exchange, port } = withAnswers([answered(body, status)]);
    await expect(
      exchange.readStatuses(
        [{ exchangeWithdrawalId: '10', clientWithdrawalId: null, asset: 'TRX', notBeforeMs: 0 }],
        poll,
      ),
    ).rejects.toMatchObject({ reason });
    expect(port.requests).toHaveLength(1);
  });

  test('statuses: one unreadable row affects only its own', async () => {
    const { exchange } = withAnswers([answered({ data: [row, { id: 11, state: 'PENDING' }, { ...row, id: '12' }] })]);
    const open = ['10', '11', '12', '13'].map((exchangeWithdrawalId) => ({
      exchangeWithdrawalId,
      clientWithdrawalId: null,
      asset: 'TRX',
      notBeforeMs: 0,
    }));
    const read = await exchange.readStatuses(open, poll);
    expect([read.records.map((record) => record.exchangeWithdrawalId), read.unreadable, read.notRead]).toEqual([
      ['10', '12'],
      ['11'],
      [],
    ]);
  });

  test('findById: a record under our guid with another id is not it; the list has the last word', async () => {
    const list = answered({ data: [{ ...row, id: 77 }] });
    const { exchange } = withAnswers([answered({ code: 0, data: row }), list]);
    const hint = { asset: 'TRX', clientWithdrawalId: guid, notBeforeMs: 0 };
    expect(await exchange.findById('77', hint, poll)).toMatchObject({
      kind: 'found',
      record: { exchangeWithdrawalId: '77' },
    });
    const lost = withAnswers([answered({ code: 10013, message: 'x' }, 404), answered({ data: [] })]);
    expect(await lost.exchange.findById('77', hint, poll)).toEqual({ kind: 'notFound' });
  });

  test("error: not found that is not the exchange's own word proves nothing", async () => {
    for (const answer of [answered('<html>404</html>', 404), answered({ code: 10013 }, 500), answered('', 404)]) {
      await expect(finder(withAnswers([answer]).exchange).findByClientId(bigoneIntent(), poll)).rejects.toThrow();
    }
  });

  test('probe: whose records, which clock', async () => {
    const { exchange, intent } = await withSimulator('bigone', { clockOffsetMs: 10_000 });
    expect(await exchange.probe(poll)).toEqual({
      exchangeAccountId: null,
      clockSkewMs: expect.any(Number),
      permissions: ['view withdrawals', 'view the FUND wallet'],
    });
    await exchange.submit(intent());
    const probe = await exchange.probe(poll);
    expect(probe.exchangeAccountId).toBe('4711');
    expect(Math.abs((probe.clockSkewMs ?? 0) - 10_000)).toBeLessThan(1_000);
  });

  test('rules, balances, transfer: every other endpoint answers', async () => {
    const { exchange, simulator, http } = await withSimulator('bigone', {
      accounts: [{ apiKey, apiSecret, accountId: '4711', balances: { TRX: '1' }, spotBalances: { TRX: '9' } }],
    });
    const rules = await exchange.readAssetRules(poll);
    expect(rules?.find((one) => one.asset === 'XRP')).toMatchObject({
      network: 'Ripple',
      memo: 'required',
      addressFamily: 'ripple',
      minimum: '20',
      decimals: 6,
    });
    const client = createBigoneClient({
      baseUrl: simulator.baseUrl,
      credentials: { apiKey, apiSecret },
      exchangeAccountId: null,
      options: { trustGuid: false, recvWindowSeconds: 30, assetsBaseUrl: null },
      http,
      nowMs: Date.now,
    });
    expect((await client.transfer({ symbol: 'TRX', amount: '4', from: 'SPOT', to: 'FUND', guid })).kind).toBe(
      'succeeded',
    );
    expect((await client.getFundAccount('TRX', poll)).data).toEqual({
      asset_symbol: 'TRX',
      balance: '5',
      locked_balance: '0',
    });
    expect((await client.listSpotAccounts(poll)).data).toContainEqual({
      asset_symbol: 'TRX',
      balance: '5',
      locked_balance: '0',
    });
    expect((await client.listFundAccounts(poll)).data.length).toBeGreaterThan(0);
    await expect(client.transfer({ symbol: 'TRX', amount: '0', from: 'SPOT', to: 'FUND', guid })).rejects.toThrow(
      'bigone POST /viewer/transfer: parameterRefused, not sent, amount is not as documented',
    );
  });

  test('capabilities: a repeat is safe only where somebody said so', () => {
    expect([
      withAnswers([]).exchange.capabilities.repeatSubmit,
      withAnswers([], { trustGuid: true }).exchange.capabilities.repeatSubmit,
      bigone.capabilities.repeatSubmit,
    ]).toEqual(['never', 'safe', 'never']);
  });
});
