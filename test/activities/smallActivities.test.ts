import { describe, expect, test } from '@jest/globals';
import { CancelledFailure } from '@temporalio/common';

import { AccountError } from '../../activities/account/accountError.ts';
import type { ContradictionInput } from '../../activities/contract.ts';
import { toFailure } from '../../activities/toFailure.ts';
import { failureReasons } from '../../domain/failure.ts';
import { defaultPolicy } from '../../domain/policy.ts';
import type { WithdrawalState } from '../../domain/state.ts';
import { ExchangeError } from '../../exchanges/errors.ts';
import { aRequest, anIntent, attempt, type Bench, createBench, failureOf, isBenign } from './support/bench.ts';

describe('requestCancel', () => {
  const input = {
    account: 'fake/treasury',
    accountIdentity: 'id-1',
    exchangeWithdrawalId: 'x1',
    clientWithdrawalId: null,
    network: 'internal:uid',
  };

  test.each(['taken', 'refused'] as const)('behavior: %s is answered and settles nothing', async (kind) => {
    const bench = createBench();
    bench.fake.cancelAnswers = [{ kind, message: 'm' }];
    expect(await attempt(bench, 'requestCancel', input)).toEqual({ kind, message: 'm' });
    expect(bench.fake.cancelTargets).toEqual([
      { exchangeWithdrawalId: 'x1', clientWithdrawalId: null, network: 'internal:uid' },
    ]);
  });

  test('behavior: unanswered is asked again', async () => {
    const bench = createBench();
    bench.fake.cancelAnswers = [{ kind: 'unknown', message: 'no answer' }];
    expect((await failureOf(attempt(bench, 'requestCancel', input))).type).toBe('CancelUnanswered');
    expect((await attempt(bench, 'requestCancel', input)).kind).toBe('taken');
  });

  test('behavior: an exchange that cannot cancel is not asked', async () => {
    const bench = createBench({ cancel: 'none' });
    expect(await attempt(bench, 'requestCancel', input)).toMatchObject({ kind: 'refused' });
    expect(bench.fake.cancelled).toEqual([]);
  });
});

describe('revokeGrant and reportToAccount', () => {
  test('behavior: revoked first, no execution is granted; granted first, it says so', async () => {
    const bench = createBench();
    const key = { account: 'fake/treasury', withdrawalId: 'w-1', submission: 1 };
    expect(await attempt(bench, 'revokeGrant', key)).toEqual({ kind: 'revoked' });
    bench.accounts.book.grant({ withdrawalId: 'w-2', submission: 1, token: 't', laneKey: null, baseline: null }, 0);
    expect(await attempt(bench, 'revokeGrant', { ...key, withdrawalId: 'w-2' })).toMatchObject({
      kind: 'alreadyGranted',
    });
  });

  test.each(['never', 'safe'] as const)('behavior: reported to the account (a repeat is %s)', async (repeatSubmit) => {
    const bench = createBench({ repeatSubmit });
    await attempt(bench, 'reportToAccount', {
      account: 'fake/treasury',
      withdrawalId: 'w-1',
      submission: 1,
      token: null,
      outcome: 'settled',
      exchangeWithdrawalId: 'x1',
    });
    expect(bench.accounts.reports).toHaveLength(1);
  });
});

describe('watchForContradiction', () => {
  const aWatch = (bench: Bench, change: Partial<WithdrawalState>, lost = false): ContradictionInput => ({
    state: {
      request: aRequest(bench),
      accountIdentity: 'id-1',
      status: 'FAILED',
      exchangeWithdrawalId: 'x1',
      submissions: [],
      ...change,
    } as WithdrawalState,
    candidates: lost ? [{ intent: anIntent(bench), baseline: null, lastPossibleSendMs: bench.clock.now() }] : [],
    until: new Date(bench.clock.now() + 86_400_000).toISOString(),
    policy: defaultPolicy,
  });
  const watch = (bench: Bench, input: ContradictionInput) =>
    bench.clock.run(attempt(bench, 'watchForContradiction', input, { startToCloseTimeoutMs: 420_000 }));

  test('behavior: nothing new → looks again after its interval; at the end it is quiet', async () => {
    const bench = createBench();
    bench.fake.addRecord({ exchangeWithdrawalId: 'x1', status: 'FAILED' });
    const input = aWatch(bench, {}, true);
    const failure = await bench.clock.run(failureOf(watch(bench, input)));
    expect(failure).toMatchObject({ type: 'Watching', nextRetryDelay: defaultPolicy.lateWatchIntervalMs });
    expect(isBenign(failure)).toBe(true);
    await bench.clock.pass(86_400_000);
    expect(await watch(bench, input)).toEqual({ kind: 'quiet' });
  });

  test('behavior: settled FAILED, now delivered → contradiction, when two reads say so', async () => {
    const bench = createBench();
    bench.fake.addRecord({ exchangeWithdrawalId: 'x1', status: 'L1_COMPLETED', exchangeStatus: 'done' });
    expect(await watch(bench, aWatch(bench, {}))).toMatchObject({
      kind: 'contradiction',
      text: "settled with FAILED, but the exchange's record now shows L1_COMPLETED (done)",
      exchangeWithdrawalId: 'x1',
    });
    void bench.clock.sleep(30_000).then(() => bench.fake.setStatus('x1', { status: 'FAILED' }));
    expect((await bench.clock.run(failureOf(watch(bench, aWatch(bench, {}))))).type).toBe('Watching');
  });

  test('behavior: a further record that nobody claims → contradiction; a claimed one is not', async () => {
    const bench = createBench();
    bench.fake.addRecord({ exchangeWithdrawalId: 'x1', status: 'FAILED' });
    bench.fake.addRecord({ exchangeWithdrawalId: 'x2' });
    expect(await watch(bench, aWatch(bench, {}, true))).toMatchObject({
      kind: 'contradiction',
      exchangeWithdrawalId: 'x2',
    });
    bench.accounts.book.adopt({ withdrawalId: 'w-0', submission: 1, exchangeWithdrawalId: 'x2' }, 0);
    expect((await bench.clock.run(failureOf(watch(bench, aWatch(bench, {}, true))))).type).toBe('Watching');
  });
});

describe('toFailure', () => {
  test.each(failureReasons)('behavior: %s keeps its name and may be retried', (reason) => {
    expect(toFailure(new ExchangeError({ reason, adapter: 'a', endpoint: 'GET /x' }))).toMatchObject({
      type: reason,
      message: `a GET /x: ${reason}`,
      nonRetryable: false,
    });
  });

  test("behavior: the exchange's own delay is kept", () => {
    const failure = toFailure(
      new ExchangeError({ reason: 'rateLimited', adapter: 'a', endpoint: 'GET /x', retryAfterMs: 9_000 }),
    ) as unknown as { nextRetryDelay: number };
    expect(failure.nextRetryDelay).toBeGreaterThanOrEqual(9_000);
  });

  test('error: the words of others do not get out', () => {
    const failure = toFailure(new TypeError('GET https://x/?signature=SECRET'));
    expect(`${failure.message} ${JSON.stringify(failure)} ${String(failure.cause)}`).not.toContain('SECRET');
    expect(failure.message).toBe("unexpected TypeError; see the worker's log");
  });

  test('behavior: cancelled stays cancelled; an account that does not answer is named', () => {
    const cancelled = new CancelledFailure('x');
    expect(toFailure(cancelled)).toBe(cancelled);
    expect(toFailure(new AccountError('accountUnavailable', 'a/b', 'adopt'))).toMatchObject({
      type: 'accountUnavailable',
      message: 'the account workflow of a/b did not answer (adopt)',
    });
  });
});
