import { describe, expect, test } from '@jest/globals';

import type { AssetRules } from '../../domain/assetRules.ts';
import { defaultPolicy } from '../../domain/policy.ts';
import type { WithdrawalRequest } from '../../domain/withdrawal.ts';
import { aRequest, attempt, type Bench, createBench, failureOf } from './support/bench.ts';

const day = 86_400_000;
const rule: AssetRules = {
  asset: 'USDT',
  network: 'Tron',
  enabled: true,
  minimum: '10',
  maximum: '1000',
  decimals: 4,
  fee: '1',
  memo: 'none',
  addressFamily: null,
  addressPattern: null,
};

const prepare = (bench: Bench, request: WithdrawalRequest, accountIdentity: string | null = null) =>
  bench.clock.run(attempt(bench, 'prepareWithdrawal', { request, submission: 1, accountIdentity }));

describe('prepareWithdrawal', () => {
  test('behavior: fixes all that will be sent; the amount stays as it was written', async () => {
    const bench = createBench({ findBy: 'clientId', clientIdFormat: 'uuid' });
    bench.fake.rules = [rule];
    const first = await prepare(bench, aRequest(bench));
    expect(first).toMatchObject({
      kind: 'ready',
      intent: { amount: '100.50', accountIdentity: 'id-1', frozen: { fixed: 'yes' }, submission: 1 },
      policy: defaultPolicy,
    });
    expect(await prepare(bench, aRequest(bench), 'id-1')).toEqual(first);
    expect(bench.fake.ledger).toHaveLength(0);
    expect(bench.accounts.asked).toEqual([]);
  });

  const refusals: readonly [string, (bench: Bench) => Partial<WithdrawalRequest>, string, string][] = [
    ['1e-7', () => ({ amount: '1e-7' }), 'invalidRequest', 'amount: expected'],
    ['an odd id', () => ({ withdrawalId: 'a b' }), 'invalidRequest', 'withdrawalId: expected'],
    ['below the minimum', () => ({ amount: '9.99' }), 'invalidRequest', 'amount: expected at least 10 USDT'],
    ['above the maximum', () => ({ amount: '1000.01' }), 'invalidRequest', 'amount: expected at most 1000'],
    ['too many decimals', () => ({ amount: '100.12345' }), 'invalidRequest', 'amount: expected at most 4 decimals'],
    ['a memo where none is taken', () => ({ memo: '7' }), 'invalidRequest', 'memo: expected none'],
    ['an unknown network', () => ({ network: 'Trom' }), 'invalidRequest', 'network: expected for USDT one of Tron'],
    ['an unknown asset', () => ({ asset: 'USDX' }), 'invalidRequest', 'asset: expected one of USDT'],
    [
      'too old',
      (bench) => ({ requestedAt: new Date(bench.clock.now() - 7 * day - 1).toISOString() }),
      'requestTooOld',
      'requestedAt: expected not older than 7 days',
    ],
    [
      'in the future',
      (bench) => ({ requestedAt: new Date(bench.clock.now() + 301_000).toISOString() }),
      'invalidRequest',
      'requestedAt: expected not in the future',
    ],
    [
      'after its deadline',
      (bench) => ({
        requestedAt: new Date(bench.clock.now() - 2_000).toISOString(),
        deadlineAt: new Date(bench.clock.now() - 1_000).toISOString(),
      }),
      'deadlinePassed',
      'deadlineAt: expected',
    ],
  ];
  test.each(refusals)('error: %s is refused by field', async (_what, change, reason, message) => {
    const bench = createBench();
    bench.fake.rules = [rule];
    const answer = await prepare(bench, aRequest(bench, change(bench)));
    expect(answer).toMatchObject({ kind: 'refused', reason });
    expect(answer).toHaveProperty('message', expect.stringContaining(message));
  });

  test('behavior: a run that only looks up is stopped by no deadline or rule of today, only by its age', async () => {
    const bench = createBench({ findBy: 'clientId', clientIdFormat: 'uuid' });
    bench.fake.rules = [{ ...rule, enabled: false }];
    const requestedAt = new Date(bench.clock.now() - 2_000).toISOString();
    const late = aRequest(bench, { requestedAt, deadlineAt: new Date(bench.clock.now() - 1_000).toISOString() });
    const old = aRequest(bench, { requestedAt: new Date(bench.clock.now() - 7 * day - 1).toISOString() });
    const recover = (request: WithdrawalRequest) =>
      bench.clock.run(
        attempt(bench, 'prepareWithdrawal', { request, submission: 1, accountIdentity: null, recovery: true }),
      );
    expect(await recover(late)).toMatchObject({ kind: 'ready' });
    expect(await recover(old)).toMatchObject({ kind: 'refused', reason: 'requestTooOld' });
  });

  test('error: what the adapter itself refuses', async () => {
    const bench = createBench();
    bench.fake.requestProblems = [{ field: 'memo', expected: 'digits' }];
    expect(await prepare(bench, aRequest(bench))).toEqual({
      kind: 'refused',
      reason: 'invalidRequest',
      message: 'memo: expected digits',
    });
  });

  test('behavior: an exchange that publishes no rules checks for itself', async () => {
    const bench = createBench();
    expect((await prepare(bench, aRequest(bench, { network: 'Anything' }))).kind).toBe('ready');
  });

  test('error: another identity than at the first time is waited for, with attention', async () => {
    const bench = createBench();
    const failure = await bench.clock.run(failureOf(prepare(bench, aRequest(bench), 'id-0')));
    expect(failure).toMatchObject({ type: 'AccountMismatch', nonRetryable: false });
    expect(bench.accounts.health).toMatchObject([{ attention: 'accountMismatch' }]);
  });

  test('behavior: an identity not yet verified is asked of the exchange', async () => {
    const bench = createBench();
    bench.identity.verified = null;
    bench.identity.atExchange = 'id-7';
    expect(await prepare(bench, aRequest(bench))).toMatchObject({ intent: { accountIdentity: 'id-7' } });
  });
});
