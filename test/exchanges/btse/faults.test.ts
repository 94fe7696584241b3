import { describe, expect, test } from '@jest/globals';

import { createManualClock } from '../../../simulator/index.ts';
import { requestFaults } from '../conformance/faultTable.ts';
import { judgeSubmit } from '../conformance/judgeFaults.ts';
import { createHeard } from '../conformance/overhear.ts';
import { benchOf, type SetScene, setScene } from '../conformance/scene.ts';
import { poll } from '../support/aRequest.ts';
import { anIntentOf, apiKey, apiSecret, type BtseExchange, logged, withBtse } from './support.ts';

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

/*
 * Faults that strike every exchange alike stand in conformance/faultTable.ts. The suite runs them with errors as
 * `errorCode`; the two other shapes are run here.
 */
describe('btse: faults', () => {
  const heard = createHeard();
  describe.each(['enveloped', 'error'] as const)('errors as %s', (errorShape) => {
    const set: SetScene = ({ simulator, ...settings } = {}) =>
      setScene('btse', heard, { ...settings, simulator: { ...simulator, btse: { errorShape } } });
    test.each(requestFaults)('submit under $title', (fault) => judgeSubmit(set, fault));
  });

  test('submit: refused when the lost one locked the funds', async () => {
    const { simulator, exchange, intent } = await withBtse();
    simulator.arm({ name: 'insufficientFundsLocked', on: 'submit' });
    logged.push(await exchange.submit(intent()));
    const answer = await exchange.submit(intent());
    logged.push(answer);
    expect(answer).toMatchObject({ kind: 'rejected', reason: 'insufficientFunds' });
    expect(simulator.ledger.accepted()).toHaveLength(1);
  });

  test('unknown status, flapping, missing record, lag, duplicate page, hidden fee', async () => {
    const clock = createManualClock(Date.now());
    const { simulator, exchange } = await withBtse({ clock });
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
    clock.advance(200);
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
    const said = [...logged, ...heard.answers, ...heard.errors, ...heard.lines];
    expect(said.length).toBeGreaterThan(100);
    const text = JSON.stringify(said);
    const secrets = [apiKey, apiSecret, 'wrong-secret', ...Object.values(benchOf('btse').credentials)];
    expect([...secrets, 'request-sign', 'TJmW5D1p1', 'startTime='].filter((secret) => text.includes(secret))).toEqual(
      [],
    );
  });
});
