import { describe, expect, test } from '@jest/globals';

import type { CancelAnswer } from '../../domain/submitAnswer.ts';
import type { WithdrawalRecord } from '../../domain/withdrawal.ts';
import { ExchangeError } from '../../exchanges/errors.ts';
import type { Exchange, OpenWithdrawal } from '../../exchanges/exchange.ts';
import type { FaultOrder } from '../../simulator/index.ts';
import { poll } from './support/aRequest.ts';
import { type AdapterName, apiKey, apiSecret, logged, type Setting, withSimulator } from './support/withSimulator.ts';

const cancel = (exchange: Exchange, target: OpenWithdrawal): Promise<CancelAnswer> => {
  if (!('requestCancel' in exchange)) throw new Error('cannot cancel');
  return exchange.requestCancel({ ...target, network: 'Tron' });
};

/** Everything on the lane, by whichever way this exchange is searched. */
async function search({ exchange, intent }: Setting): Promise<readonly WithdrawalRecord[]> {
  if ('readHistory' in exchange) return (await exchange.readHistory(intent(), Date.now() - 60_000, null, poll)).records;
  const found = await exchange.findByClientId(intent(), poll);
  return found.kind === 'found' ? [found.record] : [];
}

async function submitted(setting: Setting, more: Parameters<Setting['intent']>[0] = {}): Promise<OpenWithdrawal> {
  const answer = await setting.exchange.submit(setting.intent(more));
  if (answer.kind !== 'accepted' || answer.exchangeWithdrawalId === null)
    throw new Error(`not accepted: ${answer.kind}`);
  return {
    exchangeWithdrawalId: answer.exchangeWithdrawalId,
    clientWithdrawalId: setting.intent(more).clientWithdrawalId,
    asset: 'TRX',
    notBeforeMs: Date.now() - 60_000,
  };
}

async function reasonOf(read: Promise<unknown>): Promise<string> {
  const error = await read.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return error instanceof ExchangeError ? error.reason : `not an ExchangeError: ${String(error)}`;
}

describe.each<AdapterName>(['bigone', 'bitunix'])('%s: faults', (name) => {
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
    [{ name: 'malformedBody', status: 429 }, 'unknown', 'unreadableAnswer', 1],
    [{ name: 'htmlBody' }, 'unknown', 'unreadableAnswer', 0],
    [{ name: 'htmlBody', status: 200, accepts: true }, 'unknown', 'unreadableAnswer', 1],
    [{ name: 'htmlBody', status: 403, accepts: true }, 'unknown', 'unreadableAnswer', 1],
    [{ name: 'unknownCode' }, 'unknown', 'unknownCode', 0],
    [{ name: 'unknownCode', accepts: true }, 'unknown', 'unknownCode', 1],
    [{ name: 'insufficientFundsLocked' }, 'unknown', 'noAnswer', 1],
  ];
  test.each(submitFaults)('submit: %j → %s (%s), accepted %i', async (fault, kind, reason, accepted) => {
    const setting = await withSimulator(name, {}, { timeoutMs: 300 });
    setting.simulator.arm({ ...fault, on: 'submit' });
    const answer = await setting.exchange.submit(setting.intent());
    logged.push(answer);
    expect(answer).toMatchObject({ kind, reason });
    expect(setting.simulator.ledger.accepted()).toHaveLength(accepted);
    expect(await search(setting)).toHaveLength(accepted);
  });

  test('submit: refused connection → notSent', async () => {
    const { simulator, exchange, intent } = await withSimulator(name);
    await simulator.pause();
    expect(await exchange.submit(intent())).toMatchObject({ kind: 'notSent', reason: 'unreachable' });
    expect(simulator.ledger.entries()).toEqual([]);
  });

  test('submit: accepted after we gave up → unknown, and there afterwards', async () => {
    const setting = await withSimulator(name, {}, { timeoutMs: 150 });
    const accepted = new Promise((resolve) => setting.simulator.ledger.subscribe(resolve));
    setting.simulator.arm({ name: 'acceptLate', on: 'submit', delayMs: 400 });
    expect(await setting.exchange.submit(setting.intent())).toMatchObject({ kind: 'unknown', reason: 'noAnswer' });
    expect(await search(setting)).toEqual([]);
    await accepted;
    expect(await search(setting)).toHaveLength(1);
  });

  test('submit: refused when the lost one locked the funds', async () => {
    const { simulator, exchange, intent } = await withSimulator(name);
    simulator.arm({ name: 'insufficientFundsLocked', on: 'submit' });
    await exchange.submit(intent());
    expect(
      await exchange.submit(
        intent({ clientWithdrawalId: name === 'bigone' ? 'c37173f4-751f-4cc1-9904-c1041dcae4f8' : null }),
      ),
    ).toMatchObject({ kind: 'rejected', reason: 'insufficientFunds' });
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
    const setting = await withSimulator(name, {}, { timeoutMs: 300 });
    const open = await submitted(setting);
    const reads: (() => Promise<unknown>)[] = [
      () => setting.exchange.readStatuses([open], poll),
      () => setting.exchange.findById(open.exchangeWithdrawalId, open, poll),
      () => search(setting),
    ];
    for (const read of reads) {
      setting.simulator.arm({ ...fault, on: 'follow' });
      expect(await reasonOf(read())).toBe(reason);
    }
    expect((await setting.exchange.readStatuses([open], poll)).records).toHaveLength(1);
  });

  const cancelFaults: [Omit<FaultOrder, 'on'>, CancelAnswer['kind']][] = [
    [{ name: 'dropBeforeAccept' }, 'unknown'],
    [{ name: 'acceptThenDropReply' }, 'unknown'],
    [{ name: 'acceptThen5xx' }, 'unknown'],
    [{ name: 'slow', delayMs: 2_000 }, 'unknown'],
    [{ name: 'tooManyRequests', delayMs: 3_000 }, 'unknown'],
    [{ name: 'malformedBody' }, 'unknown'],
    [{ name: 'htmlBody', status: 404 }, 'unknown'],
    [{ name: 'unknownCode' }, 'unknown'],
    [{ name: 'cancelLosesRace' }, 'taken'],
  ];
  test.each(cancelFaults)('cancel: %j → %s', async (fault, kind) => {
    const setting = await withSimulator(name, {}, { timeoutMs: 300 });
    const open = await submitted(setting);
    setting.simulator.arm({ ...fault, on: 'cancel' });
    const answer = await cancel(setting.exchange, open);
    logged.push(answer);
    expect(answer.kind).toBe(kind);
    expect(setting.simulator.ledger.accepted()).toHaveLength(1);
  });

  test('cancel: taken while it can be, refused once it is final', async () => {
    const setting = await withSimulator(name, { cancelAfterMs: 0 });
    const open = await submitted(setting);
    expect(await cancel(setting.exchange, open)).toMatchObject({ kind: 'taken' });
    setting.simulator.advance(open.exchangeWithdrawalId, 'completed');
    expect(await cancel(setting.exchange, open)).toMatchObject({ kind: 'refused' });
    await setting.simulator.pause();
    expect(await cancel(setting.exchange, open)).toMatchObject({ kind: 'unknown' });
  });

  test('unknown status, missing record, duplicate page, lag', async () => {
    const setting = await withSimulator(name);
    const open = await submitted(setting);
    const { simulator, exchange } = setting;
    const other = { ...open, exchangeWithdrawalId: '999', clientWithdrawalId: null };
    simulator.arm({ name: 'unknownStatus', on: 'follow' });
    expect((await exchange.readStatuses([open, other], poll)).records).toMatchObject([{ status: 'UNKNOWN' }]);
    simulator.arm({ name: 'duplicatePage', on: 'follow' });
    expect((await exchange.readStatuses([open, other], poll)).records).toHaveLength(1);
    simulator.arm({ name: 'recordMissing', on: 'follow', delayMs: 60_000 });
    expect(await exchange.readStatuses([open], poll)).toEqual({ records: [], unreadable: [], notRead: [] });
    expect(await exchange.findById(open.exchangeWithdrawalId, open, poll)).toEqual({ kind: 'notFound' });
    expect(await search(setting)).toEqual([]);
    simulator.disarm();
    expect(await exchange.findById(open.exchangeWithdrawalId, open, poll)).toMatchObject({
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
  ] as const)('a withdrawal that is %s reads %s', async (there, here) => {
    const setting = await withSimulator(name);
    const open = await submitted(setting);
    setting.simulator.advance(open.exchangeWithdrawalId, there);
    const { records } = await setting.exchange.readStatuses([open], poll);
    expect(records).toMatchObject([
      {
        exchangeWithdrawalId: open.exchangeWithdrawalId,
        status: here,
        action: name === 'bitunix' && there === 'verification' ? 'confirmInApp' : null,
      },
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
    ['clocks an hour apart', {}, { clockOffsetMs: 3_600_000 }, 'notSent', 'clockSkew'],
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
  ])('submit: %s', async (_name, settings, options, kind, reason) => {
    const { simulator, exchange, intent } = await withSimulator(name, options, settings);
    const answer = await exchange.submit(intent());
    logged.push(answer);
    expect(answer).toMatchObject({ kind, reason });
    expect(simulator.ledger.entries()).toEqual([]);
  });

  test('submit: beyond the rate limit', async () => {
    const { simulator, exchange, intent } = await withSimulator(name, { rateLimit: { requests: 1, perMs: 10_000 } });
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
    expect(logged.length).toBeGreaterThan(50);
    expect(
      [apiKey, apiSecret, 'wrong-secret', 'Bearer', 'eyJ', '"sign"', 'TJmW5D1p1'].filter((secret) =>
        text.includes(secret),
      ),
    ).toEqual([]);
  });
});
