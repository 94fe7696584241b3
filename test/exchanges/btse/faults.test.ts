import { describe, expect, test } from '@jest/globals';

import { ExchangeError } from '../../../exchanges/errors.ts';
import type { HttpAnswer } from '../../../exchanges/http/http.ts';
import type { FaultOrder } from '../../../simulator/index.ts';
import { answered, poll } from '../support/aRequest.ts';
import { anIntentOf, apiKey, apiSecret, type BtseExchange, logged, withAnswers, withBtse } from './support.ts';

const search = (exchange: BtseExchange) => exchange.readHistory(anIntentOf(), Date.now() - 60_000, null, poll);
const open = (exchangeWithdrawalId: string) => ({
  exchangeWithdrawalId,
  clientWithdrawalId: null,
  asset: 'TRX',
  notBeforeMs: Date.now() - 60_000,
});

async function submitted(exchange: BtseExchange) {
  const answer = await exchange.submit(anIntentOf());
  if (answer.kind !== 'accepted' || answer.exchangeWithdrawalId === null)
    throw new Error(`not accepted: ${answer.kind}`);
  return open(answer.exchangeWithdrawalId);
}

async function reasonOf(read: Promise<unknown>): Promise<string> {
  const error = await read.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  logged.push(
    error instanceof Error ? { name: error.name, fields: Object.entries(error), message: error.message } : error,
  );
  return error instanceof ExchangeError ? error.reason : `not an ExchangeError: ${String(error)}`;
}

describe('btse: answers to a submit', () => {
  const said = (errorCode: number, message = 'no') => ({ status: 400, errorCode, message, extraData: null });
  const cases: [string, HttpAnswer, string, string][] = [
    ...[
      [3506, 'amountRefused'],
      [-2, 'parameterRefused'],
      [400, 'parameterRefused'],
      [11_000_001, 'parameterRefused'],
      [8, 'insufficientFunds'],
      [51_523, 'insufficientFunds'],
    ].map(([code, reason]): [string, HttpAnswer, string, string] => [
      `HTTP 400, ${code}`,
      answered(said(Number(code))),
      'rejected',
      String(reason),
    ]),
    ['HTTP 401, 10002', answered(said(10_002), 401), 'rejected', 'authRefused'],
    [
      'HTTP 401, -7',
      answered({ status: 401, error: 'x', code: -7, message: 'Signature verification failed' }, 401),
      'rejected',
      'authRefused',
    ],
    ['HTTP 401, nonce', answered(said(10_002, 'Invalid nonce'), 401), 'notSent', 'nonceRefused'],
    ['HTTP 403', answered({ status: 403, error: 'Forbidden', message: 'x' }, 403), 'rejected', 'permissionDenied'],
    ['HTTP 451', answered({ success: false, code: 451, msg: 'x' }, 451), 'rejected', 'accountRestricted'],
    ['HTTP 404', answered({ status: 404, error: 'Not Found', message: 'x' }, 404), 'rejected', 'refusedByExchange'],
    ['HTTP 405', answered({ status: 405, error: 'x', message: 'x' }, 405), 'rejected', 'refusedByExchange'],
    ['HTTP 404, a page', answered('<html>', 404), 'unknown', 'unreadableAnswer'],
    [
      'HTTP 429, its own words',
      answered({ status: 429, errorCode: 429, message: 'x' }, 429, { retryAfterMs: 7_000 }),
      'notSent',
      'rateLimited',
    ],
    ['HTTP 429, 303', answered(said(303), 429), 'notSent', 'rateLimited'],
    ['HTTP 429, nothing', answered('', 429), 'notSent', 'rateLimited'],
    ['HTTP 429, a page', answered('<html>', 429), 'notSent', 'rateLimited'],
    ['HTTP 429, something else', answered(said(-1, 'Order not found'), 429), 'unknown', 'unknownCode'],
    ['HTTP 429, a refusal', answered(said(3506), 429), 'unknown', 'unknownCode'],
    ['HTTP 429, a success', answered({ withdraw_id: '1' }, 429), 'unknown', 'unknownCode'],
    ['HTTP 400, 303', answered(said(303), 400), 'unknown', 'unknownCode'],
    ['HTTP 200, 429', answered(said(429), 200), 'unknown', 'unknownCode'],
    ['HTTP 408', answered({ status: 408, errorCode: 408, message: 'x' }, 408), 'unknown', 'unknownCode'],
    ['HTTP 408, a refusal', answered(said(3506), 408), 'unknown', 'unknownCode'],
    ['HTTP 500', answered(said(500), 500), 'unknown', 'unknownCode'],
    ['HTTP 500, a refusal', answered(said(3506), 500), 'unknown', 'unknownCode'],
    ['HTTP 302', answered('', 302), 'unknown', 'unreadableAnswer'],
    ...[-1, 17, 28, -11, 500, 1, 0, 987_654].map((code): [string, HttpAnswer, string, string] => [
      `HTTP 400, ${code}`,
      answered(said(code)),
      'unknown',
      'unknownCode',
    ]),
    ['no answer', { kind: 'noAnswer', code: 'ECONNRESET' }, 'unknown', 'noAnswer'],
    ['not sent', { kind: 'notSent', code: 'ECONNREFUSED' }, 'notSent', 'unreachable'],
  ];
  test.each(cases.map(([name, answer, kind, reason]) => [name, kind, reason, answer] as const))(
    '%s → %s %s',
    async (_, kind, reason, answer) => {
      const result = await withAnswers([answer]).exchange.submit(anIntentOf());
      expect(result).toMatchObject({ kind, reason });
      if (answer.kind === 'answered' && answer.retryAfterMs !== null)
        expect(result).toMatchObject({ retryAfterMs: 7_000 });
    },
  );
});

describe('btse: faults', () => {
  const submitFaults: [Omit<FaultOrder, 'on'>, string, string, number][] = [
    [{ name: 'dropBeforeAccept' }, 'unknown', 'noAnswer', 0],
    [{ name: 'acceptThenDropReply' }, 'unknown', 'noAnswer', 1],
    [{ name: 'acceptThen5xx' }, 'unknown', 'unknownCode', 1],
    [{ name: 'acceptThen5xx', status: 503 }, 'unknown', 'unknownCode', 1],
    [{ name: 'slow', delayMs: 2_000 }, 'unknown', 'noAnswer', 1],
    [{ name: 'tooManyRequests', delayMs: 3_000 }, 'notSent', 'rateLimited', 0],
    [{ name: 'malformedBody' }, 'unknown', 'unreadableAnswer', 1],
    [{ name: 'malformedBody', accepts: false }, 'unknown', 'unreadableAnswer', 0],
    [{ name: 'malformedBody', status: 400 }, 'unknown', 'unreadableAnswer', 1],
    [{ name: 'htmlBody' }, 'unknown', 'unreadableAnswer', 0],
    [{ name: 'htmlBody', status: 200, accepts: true }, 'unknown', 'unreadableAnswer', 1],
    [{ name: 'htmlBody', status: 403, accepts: true }, 'unknown', 'unreadableAnswer', 1],
    [{ name: 'unknownCode' }, 'unknown', 'unknownCode', 0],
    [{ name: 'unknownCode', accepts: true }, 'unknown', 'unknownCode', 1],
    [{ name: 'insufficientFundsLocked' }, 'unknown', 'noAnswer', 1],
  ];
  const shapes = ['errorCode', 'enveloped', 'error'] as const;
  test.each(shapes.flatMap((shape) => submitFaults.map((fault) => [shape, ...fault] as const)))(
    'submit, errors as %s: %j → %s (%s), accepted %i',
    async (errorShape, fault, kind, reason, accepted) => {
      const { simulator, exchange, intent } = await withBtse({ btse: { errorShape } }, { timeoutMs: 300 });
      simulator.arm({ ...fault, on: 'submit' });
      const answer = await exchange.submit(intent());
      logged.push(answer);
      expect(answer).toMatchObject({ kind, reason });
      expect(simulator.ledger.accepted()).toHaveLength(accepted);
      expect((await search(exchange)).records).toHaveLength(accepted);
    },
  );

  test('submit: refused connection → notSent', async () => {
    const { simulator, exchange, intent } = await withBtse();
    await simulator.pause();
    expect(await exchange.submit(intent())).toMatchObject({ kind: 'notSent', reason: 'unreachable' });
    expect(simulator.ledger.entries()).toEqual([]);
  });

  test('submit: accepted after we gave up → unknown, and there afterwards', async () => {
    const { simulator, exchange, intent } = await withBtse({}, { timeoutMs: 150 });
    const accepted = new Promise((resolve) => simulator.ledger.subscribe(resolve));
    simulator.arm({ name: 'acceptLate', on: 'submit', delayMs: 400 });
    expect(await exchange.submit(intent())).toMatchObject({ kind: 'unknown', reason: 'noAnswer' });
    expect((await search(exchange)).records).toEqual([]);
    await accepted;
    expect((await search(exchange)).records).toHaveLength(1);
  });

  test('submit: refused when the lost one locked the funds', async () => {
    const { simulator, exchange, intent } = await withBtse();
    simulator.arm({ name: 'insufficientFundsLocked', on: 'submit' });
    await exchange.submit(intent());
    expect(await exchange.submit(intent())).toMatchObject({ kind: 'rejected', reason: 'insufficientFunds' });
    expect(simulator.ledger.accepted()).toHaveLength(1);
  });

  const readFaults: [Omit<FaultOrder, 'on'>, string][] = [
    [{ name: 'dropBeforeAccept' }, 'noAnswer'],
    [{ name: 'acceptThenDropReply' }, 'noAnswer'],
    [{ name: 'acceptThen5xx' }, 'unknownCode'],
    [{ name: 'slow', delayMs: 2_000 }, 'noAnswer'],
    [{ name: 'tooManyRequests', delayMs: 3_000 }, 'rateLimited'],
    [{ name: 'malformedBody' }, 'unreadableAnswer'],
    [{ name: 'htmlBody' }, 'unreadableAnswer'],
    [{ name: 'htmlBody', status: 404 }, 'unreadableAnswer'],
    [{ name: 'unknownCode' }, 'unknownCode'],
  ];
  test.each(readFaults)('reads: %j → %s, never absence', async (fault, reason) => {
    const { simulator, exchange } = await withBtse({}, { timeoutMs: 300 });
    const one = await submitted(exchange);
    for (const read of [
      () => exchange.readStatuses([one], poll),
      () => exchange.findById(one.exchangeWithdrawalId, one, poll),
      () => search(exchange),
    ]) {
      simulator.arm({ ...fault, on: 'follow' });
      expect(await reasonOf(read())).toBe(reason);
    }
    expect((await exchange.readStatuses([one], poll)).records).toHaveLength(1);
  });

  test('unknown status, flapping, missing record, lag, duplicate page, hidden fee', async () => {
    const { simulator, exchange } = await withBtse();
    const one = await submitted(exchange);
    const read = async () => (await exchange.readStatuses([one, open('999')], poll)).records;
    simulator.arm({ name: 'unknownStatus', on: 'follow' });
    expect(await read()).toMatchObject([{ status: 'UNKNOWN', exchangeStatus: 'RISK_REVIEWING' }]);
    simulator.arm({ name: 'duplicatePage', on: 'follow' });
    expect(await read()).toHaveLength(1);
    simulator.arm({ name: 'statusFlapping', on: 'follow' });
    expect([await read(), await read()]).toMatchObject([[{ status: 'FAILED' }], [{ status: 'PENDING' }]]);
    simulator.arm({ name: 'feeNullWhilePending', on: 'follow', times: 1 });
    expect(await read()).toMatchObject([{ fee: null }]);
    simulator.arm({ name: 'recordMissing', on: 'follow', delayMs: 60_000 });
    expect(await exchange.readStatuses([one], poll)).toEqual({ records: [], unreadable: [], notRead: [] });
    expect(await exchange.findById(one.exchangeWithdrawalId, one, poll)).toEqual({ kind: 'notFound' });
    expect((await search(exchange)).records).toEqual([]);
    simulator.disarm();
    simulator.arm({ name: 'historyLag', on: 'submit', delayMs: 200 });
    await submitted(exchange);
    expect((await search(exchange)).records).toHaveLength(1);
    await new Promise((resolve) => setTimeout(resolve, 250));
    expect((await search(exchange)).records).toHaveLength(2);
    expect(await exchange.findById(one.exchangeWithdrawalId, one, poll)).toMatchObject({
      kind: 'found',
      record: { status: 'PENDING' },
    });
  });

  test.each([
    ['broadcast', 'L1_CONFIRMING'],
    ['completed', 'L1_COMPLETED'],
    ['failed', 'FAILED'],
    ['cancelled', 'CANCELLED'],
    ['verification', 'PENDING'],
    [{ raw: 'EXPIRED' }, 'UNKNOWN'],
  ] as const)('a withdrawal that is %j reads %s', async (there, here) => {
    const { simulator, exchange } = await withBtse();
    const one = await submitted(exchange);
    simulator.advance(one.exchangeWithdrawalId, there);
    expect((await exchange.readStatuses([one], poll)).records).toMatchObject([
      { exchangeWithdrawalId: one.exchangeWithdrawalId, status: here, action: null },
    ]);
  });

  test.each([
    ['wrong secret', { credentials: { apiKey, apiSecret: 'wrong-secret' } }, {}, 'rejected', 'authRefused'],
    ['unknown key', { credentials: { apiKey: 'wrong-key', apiSecret } }, {}, 'rejected', 'authRefused'],
    [
      'key without the right to withdraw',
      {},
      { accounts: [{ apiKey, apiSecret, accountId: '4711', balances: { TRX: '100' }, canWithdraw: false }] },
      'rejected',
      'permissionDenied',
    ],
    ['clocks an hour apart', {}, { clockOffsetMs: 3_600_000 }, 'notSent', 'nonceRefused'],
    [
      'address not on the list',
      {},
      { accounts: [{ apiKey, apiSecret, accountId: '4711', balances: { TRX: '100' }, trustedAddresses: [] }] },
      'rejected',
      'parameterRefused',
    ],
    [
      'no money',
      {},
      { accounts: [{ apiKey, apiSecret, accountId: '4711', balances: { TRX: '1' } }] },
      'rejected',
      'insufficientFunds',
    ],
    [
      'no money for the fee on top',
      { options: { feeIncluded: false } },
      { accounts: [{ apiKey, apiSecret, accountId: '4711', balances: { TRX: '20' } }] },
      'rejected',
      'insufficientFunds',
    ],
  ])('submit: %s', async (_name, settings, options, kind, reason) => {
    const { simulator, exchange, intent } = await withBtse(options, settings);
    const answer = await exchange.submit(intent());
    logged.push(answer);
    expect(answer).toMatchObject({ kind, reason });
    expect(simulator.ledger.entries()).toEqual([]);
  });

  test('submit: too little, and too many decimals for the network', async () => {
    const { exchange, intent } = await withBtse();
    expect(await exchange.submit(intent({ amount: '9' }))).toMatchObject({ kind: 'rejected', reason: 'amountRefused' });
    expect(await exchange.submit(intent({ amount: '20.12345678' }))).toMatchObject({
      kind: 'rejected',
      reason: 'amountRefused',
    });
  });

  test('submit: beyond the rate limit', async () => {
    const { simulator, exchange, intent } = await withBtse({ rateLimit: { requests: 1, perMs: 10_000 } });
    await exchange.submit(intent());
    expect(await exchange.submit(intent())).toMatchObject({
      kind: 'notSent',
      reason: 'rateLimited',
      retryAfterMs: 10_000,
    });
    expect(simulator.ledger.entries()).toHaveLength(1);
  });

  test('leak: no secret in any answer, error or log line so far', () => {
    const text = JSON.stringify(logged);
    expect(logged.length).toBeGreaterThan(100);
    expect(
      [apiKey, apiSecret, 'wrong-secret', 'request-sign', 'TJmW5D1p1', 'startTime='].filter((secret) =>
        text.includes(secret),
      ),
    ).toEqual([]);
  });
});
