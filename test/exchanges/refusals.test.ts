import { describe, expect, test } from '@jest/globals';

import type { CancelAnswer } from '../../domain/submitAnswer.ts';
import type { WithdrawalRecord } from '../../domain/withdrawal.ts';
import type { Exchange, OpenWithdrawal } from '../../exchanges/exchange.ts';
import { poll } from './support/aRequest.ts';
import { type AdapterName, apiKey, apiSecret, logged, type Setting, withSimulator } from './support/withSimulator.ts';

const cancel = (exchange: Exchange, target: OpenWithdrawal): Promise<CancelAnswer> => {
  if (!('requestCancel' in exchange)) throw new Error('cannot cancel');
  return exchange.requestCancel({ ...target, network: 'Tron' });
};

/** Everything on the lane, in the way in which this exchange is searched. */
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

const account = { apiKey, apiSecret, accountId: '4711', balances: { TRX: '100' } };

/* Faults that strike every exchange alike stand in conformance/faultTable.ts. */
describe.each<AdapterName>(['bigone', 'bitunix'])('%s: refusals', (name) => {
  test('submit: refused when the lost one locked the funds', async () => {
    const { simulator, exchange, intent } = await withSimulator(name);
    simulator.arm({ name: 'insufficientFundsLocked', on: 'submit' });
    logged.push(await exchange.submit(intent()));
    const other = intent({ clientWithdrawalId: name === 'bigone' ? 'c37173f4-751f-4cc1-9904-c1041dcae4f8' : null });
    const answer = await exchange.submit(other);
    logged.push(answer);
    expect(answer).toMatchObject({ kind: 'rejected', reason: 'insufficientFunds' });
    expect(simulator.ledger.accepted()).toHaveLength(1);
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

  test('reads, beside one that is not there: unknown status, duplicate page, missing record', async () => {
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
  ] as const)('a withdrawal that is %s reads %s, and says whether the owner must act', async (there, here) => {
    const setting = await withSimulator(name);
    const open = await submitted(setting);
    setting.simulator.advance(open.exchangeWithdrawalId, there);
    const { records } = await setting.exchange.readStatuses([open], poll);
    const action = name === 'bitunix' && there === 'verification' ? 'confirmInApp' : null;
    expect(records).toMatchObject([{ exchangeWithdrawalId: open.exchangeWithdrawalId, status: here, action }]);
  });

  test.each([
    ['wrong secret', { credentials: { apiKey, apiSecret: 'wrong-secret' } }, {}, 'rejected', 'authRefused'],
    ['unknown key', { credentials: { apiKey: 'wrong-key', apiSecret } }, {}, 'rejected', 'authRefused'],
    [
      'key without the right to withdraw',
      {},
      { accounts: [{ ...account, canWithdraw: false }] },
      'rejected',
      'permissionDenied',
    ],
    ['clocks an hour apart', {}, { clockOffsetMs: 3_600_000 }, 'notSent', 'clockSkew'],
    [
      'address not on the list',
      {},
      { accounts: [{ ...account, trustedAddresses: [] }] },
      'rejected',
      'parameterRefused',
    ],
    ['no money', {}, { accounts: [{ ...account, balances: { TRX: '1' } }] }, 'rejected', 'insufficientFunds'],
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
    expect(logged.length).toBeGreaterThan(30);
    expect(
      [apiKey, apiSecret, 'wrong-secret', 'Bearer', 'eyJ', '"sign"', 'TJmW5D1p1'].filter((secret) =>
        text.includes(secret),
      ),
    ).toEqual([]);
  });
});
