import { describe, expect, test } from '@jest/globals';

import type { SubmitResult } from '../../../activities/contract.ts';
import { aSubmit, anIntent, attempt, createBench, failureOf, submit } from '../support/bench.ts';
import type { SendScript } from '../support/fakeExchange.ts';
import { byClientId } from '../support/submits.ts';

describe('submitWithdrawal behind a grant', () => {
  test('behavior: looks, takes its turn, is granted, sends once and reports, in this order', async () => {
    const bench = createBench();
    const result = await submit(bench);
    expect(result).toEqual({ kind: 'accepted', exchangeWithdrawalId: 'x1', record: null, reported: true });
    expect(bench.fake.historyReads).toBe(1);
    expect(bench.turns).toEqual(['wallet submit']);
    expect(bench.accounts.asked).toEqual(['requestGrant', 'reportOutcome']);
    expect(bench.fake.paid).toEqual(['w-1']);
    expect(bench.accounts.book.ownerOf('x1')).toBe('w-1');
    expect(bench.fake.ledger[0]?.intent.amount).toBe('100.50');
  });

  test.each([1, 2, 3, 4, 5])('behavior: twenty executions at once pay exactly once (round %i)', async (round) => {
    const bench = createBench(round % 2 === 0 ? byClientId : {});
    bench.fake.lookTakesMs = 5;
    const input = aSubmit(bench);
    const results = await bench.clock.run(
      Promise.all(
        Array.from({ length: 20 }, () => attempt(bench, 'submitWithdrawal', input).catch((error: unknown) => error)),
      ),
    );
    expect(bench.fake.ledger).toHaveLength(1);
    expect(results.filter((result) => (result as SubmitResult).kind === 'accepted').length).toBeGreaterThanOrEqual(1);
  });

  const answers: readonly [SendScript, Partial<SubmitResult>, string][] = [
    [{ pays: true, answer: 'accepted' }, { kind: 'accepted', reported: true }, 'accepted'],
    [{ pays: true, answer: 'acceptedWithoutId' }, { kind: 'unknown', reason: null }, 'unknown'],
    [
      { pays: false, answer: 'rejected' },
      { kind: 'rejected', reason: 'insufficientFunds', reported: true },
      'rejected',
    ],
    [{ pays: true, answer: 'unknown' }, { kind: 'unknown', reason: 'noAnswer' }, 'unknown'],
    [{ pays: false, answer: 'unknown' }, { kind: 'unknown', reason: 'noAnswer' }, 'unknown'],
    [{ pays: true, answer: 'throws' }, { kind: 'unknown', reason: 'noAnswer' }, 'unknown'],
  ];
  test.each(answers)('behavior: %j → %j', async (script, expected, claim) => {
    const bench = createBench();
    bench.fake.scripts.push(script);
    const result = await submit(bench);
    expect(result).toMatchObject(expected);
    expect(bench.accounts.book.claim('w-1', 1)?.outcome).toBe(claim);
    // A further execution sends nothing and says the same, also when the history shows the record meanwhile.
    const again = await submit(bench, aSubmit(bench), { attempt: 2 });
    expect(again.kind).toBe(result.kind);
    if (again.kind === 'unknown')
      expect(again.baseline).toEqual({ takenAtMs: expect.any(Number), exchangeWithdrawalIds: [] });
    expect(bench.fake.ledger).toHaveLength(1);
    expect(bench.logged.join('\n')).not.toContain('SECRET');
  });

  test('behavior: surely not sent hands the grant back, honours the delay, and the next attempt sends', async () => {
    const bench = createBench();
    bench.fake.scripts.push({ pays: false, answer: 'notSent', retryAfterMs: 7_000 });
    const failure = await failureOf(submit(bench));
    expect(failure).toMatchObject({ type: 'NotSent', nonRetryable: false, nextRetryDelay: 7_000 });
    expect(bench.heldBack).toEqual([7_000]);
    expect(bench.accounts.book.claim('w-1', 1)).toBeNull();
    const result = await submit(bench, aSubmit(bench), { attempt: 2 });
    expect(result.kind).toBe('accepted');
    expect(bench.fake.paid).toEqual(['w-1']);
  });

  test('behavior: not sent, but the grant is not taken back → the next execution sends nothing: unknown', async () => {
    const bench = createBench();
    bench.fake.scripts.push({ pays: false, answer: 'notSent' });
    bench.accounts.loseReports = Number.POSITIVE_INFINITY;
    const failure = await failureOf(submit(bench));
    expect(failure.type).toBe('NotSent');
    const result = await submit(bench, aSubmit(bench), { attempt: 2 });
    expect(result.kind).toBe('unknown');
    expect(bench.fake.ledger).toHaveLength(1);
  });

  test('behavior: a report that never arrives is told as not reported', async () => {
    const bench = createBench();
    bench.accounts.loseReports = Number.POSITIVE_INFINITY;
    const result = await submit(bench);
    expect(result).toMatchObject({ kind: 'accepted', reported: false });
  });

  test('behavior: a lost grant answer is asked again with the same token', async () => {
    const bench = createBench();
    bench.accounts.loseGrantAnswers = 2;
    const result = await submit(bench);
    expect(result.kind).toBe('accepted');
    expect(bench.accounts.book.grants).toBe(1);
    expect(bench.fake.ledger).toHaveLength(1);
  });

  test('behavior: no grant answer for 10 s → nothing sent, the grant handed back', async () => {
    const bench = createBench();
    bench.accounts.loseGrantAnswers = Number.POSITIVE_INFINITY;
    const failure = await failureOf(submit(bench));
    expect(failure.type).toBe('accountUnavailable');
    expect(bench.fake.ledger).toHaveLength(0);
    expect(bench.accounts.book.claim('w-1', 1)).toBeNull();
  });

  test('behavior: a process held up for more than 10 s after its grant sends nothing', async () => {
    const bench = createBench();
    bench.crash.at = async (name) => (name === 'submit.afterGrant' ? bench.clock.sleep(10_001) : undefined);
    const failure = await failureOf(submit(bench));
    expect(failure.type).toBe('GrantStale');
    expect(bench.fake.ledger).toHaveLength(0);
    bench.crash.at = () => {};
    expect((await submit(bench)).kind).toBe('accepted');
  });

  test('behavior: a zombie that wakes up after another execution has sent reports unknown', async () => {
    const bench = createBench();
    let first = true;
    bench.crash.at = async (name) => {
      if (name !== 'submit.beforeGrant' || !first) return;
      first = false;
      await bench.clock.sleep(40_000);
    };
    const zombie = attempt(bench, 'submitWithdrawal', aSubmit(bench));
    await bench.clock.settle();
    bench.fake.scripts.push({ pays: true, answer: 'unknown' });
    const second = attempt(bench, 'submitWithdrawal', aSubmit(bench));
    const results = await bench.clock.run(Promise.all([zombie, second]));
    expect(results.map((result) => result.kind)).toEqual(['unknown', 'unknown']);
    expect(bench.fake.ledger).toHaveLength(1);
  });

  test('behavior: already granted → unknown, with the first baseline and the last moment of a send', async () => {
    const bench = createBench();
    const grantedAtMs = bench.clock.now();
    bench.accounts.book.grant(
      {
        withdrawalId: 'w-1',
        submission: 1,
        token: 'other',
        laneKey: anIntent(bench).laneKey,
        baseline: { takenAtMs: 5, exchangeWithdrawalIds: ['old'] },
      },
      grantedAtMs,
    );
    const result = await submit(bench);
    expect(result).toMatchObject({
      kind: 'unknown',
      baseline: { takenAtMs: 5, exchangeWithdrawalIds: ['old'] },
      lastPossibleSendMs: grantedAtMs + 40_000,
    });
    expect(bench.fake.ledger).toHaveLength(0);
  });

  test('behavior: what was fenced when it was validated stays fenced, whatever the adapter says now', async () => {
    const bench = createBench();
    const input = aSubmit(bench, { repeatSubmit: 'never' });
    bench.fake.scripts.push({ pays: true, answer: 'unknown' });
    await submit(bench, input);
    expect((await submit(bench, input)).kind).toBe('unknown');
    expect(bench.fake.ledger).toHaveLength(1);
  });

  test('error: another identity refuses, tells the account, and sends nothing', async () => {
    const bench = createBench();
    bench.identity.verified = 'id-other';
    const failure = await failureOf(submit(bench));
    expect(failure.type).toBe('AccountMismatch');
    expect(bench.accounts.health).toMatchObject([{ worker: 'w1', attention: 'accountMismatch', active: true }]);
    expect(bench.fake.ledger).toHaveLength(0);
  });

  test('error: an account that this worker does not have names account and group', async () => {
    const bench = createBench();
    const failure = await failureOf(
      submit(bench, aSubmit(bench, { intent: anIntent(bench, { account: 'fake/other' }) })),
    );
    expect(failure).toMatchObject({ type: 'AccountNotConfigured' });
    expect(failure.message).toContain('fake/other');
    expect(failure.message).toContain('"main"');
  });
});
