import { describe, expect, test } from '@jest/globals';

import type { SubmitResult } from '../../activities/contract.ts';
import { defaultPolicy } from '../../domain/policy.ts';
import { aSubmit, anEnvironment, anIntent, attempt, createBench, failureOf, isBenign, runIn } from './support/bench.ts';
import type { SendScript } from './support/fakeExchange.ts';

const byClientId = { findBy: 'clientId', clientIdFormat: 'uuid' } as const;
const safe = { ...byClientId, repeatSubmit: 'safe' } as const;
const inOneMinute = (bench: ReturnType<typeof createBench>): string =>
  new Date(bench.clock.now() + 60_000).toISOString();

describe('submitWithdrawal behind a grant', () => {
  test('behavior: looks, takes its turn, is granted, sends once and reports, in this order', async () => {
    const bench = createBench();
    const result = await bench.clock.run(attempt(bench, 'submitWithdrawal', aSubmit(bench)));
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
    const result = await bench.clock.run(attempt(bench, 'submitWithdrawal', aSubmit(bench)));
    expect(result).toMatchObject(expected);
    expect(bench.accounts.book.claim('w-1', 1)?.outcome).toBe(claim);
    // A further execution sends nothing and says the same, also when the history shows the record meanwhile.
    const again = await bench.clock.run(attempt(bench, 'submitWithdrawal', aSubmit(bench), { attempt: 2 }));
    expect(again.kind).toBe(result.kind);
    if (again.kind === 'unknown')
      expect(again.baseline).toEqual({ takenAtMs: expect.any(Number), exchangeWithdrawalIds: [] });
    expect(bench.fake.ledger).toHaveLength(1);
    expect(bench.logged.join('\n')).not.toContain('SECRET');
  });

  test('behavior: surely not sent hands the grant back, honours the delay, and the next attempt sends', async () => {
    const bench = createBench();
    bench.fake.scripts.push({ pays: false, answer: 'notSent', retryAfterMs: 7_000 });
    const failure = await bench.clock.run(failureOf(attempt(bench, 'submitWithdrawal', aSubmit(bench))));
    expect(failure).toMatchObject({ type: 'NotSent', nonRetryable: false, nextRetryDelay: 7_000 });
    expect(bench.heldBack).toEqual([7_000]);
    expect(bench.accounts.book.claim('w-1', 1)).toBeNull();
    const result = await bench.clock.run(attempt(bench, 'submitWithdrawal', aSubmit(bench), { attempt: 2 }));
    expect(result.kind).toBe('accepted');
    expect(bench.fake.paid).toEqual(['w-1']);
  });

  test('behavior: not sent, but the grant could not be handed back → the next execution reports unknown and sends nothing', async () => {
    const bench = createBench();
    bench.fake.scripts.push({ pays: false, answer: 'notSent' });
    bench.accounts.loseReports = Number.POSITIVE_INFINITY;
    const failure = await bench.clock.run(failureOf(attempt(bench, 'submitWithdrawal', aSubmit(bench))));
    expect(failure.type).toBe('NotSent');
    const result = await bench.clock.run(attempt(bench, 'submitWithdrawal', aSubmit(bench), { attempt: 2 }));
    expect(result.kind).toBe('unknown');
    expect(bench.fake.ledger).toHaveLength(1);
  });

  test('behavior: a report that never arrives is told as not reported', async () => {
    const bench = createBench();
    bench.accounts.loseReports = Number.POSITIVE_INFINITY;
    const result = await bench.clock.run(attempt(bench, 'submitWithdrawal', aSubmit(bench)));
    expect(result).toMatchObject({ kind: 'accepted', reported: false });
  });

  test('behavior: a lost grant answer is asked again with the same token', async () => {
    const bench = createBench();
    bench.accounts.loseGrantAnswers = 2;
    const result = await bench.clock.run(attempt(bench, 'submitWithdrawal', aSubmit(bench)));
    expect(result.kind).toBe('accepted');
    expect(bench.accounts.book.grants).toBe(1);
    expect(bench.fake.ledger).toHaveLength(1);
  });

  test('behavior: no grant answer for 10 s → nothing sent, the grant handed back', async () => {
    const bench = createBench();
    bench.accounts.loseGrantAnswers = Number.POSITIVE_INFINITY;
    const failure = await bench.clock.run(failureOf(attempt(bench, 'submitWithdrawal', aSubmit(bench))));
    expect(failure.type).toBe('AccountUnavailable');
    expect(bench.fake.ledger).toHaveLength(0);
    expect(bench.accounts.book.claim('w-1', 1)).toBeNull();
  });

  test('behavior: a process held up for more than 10 s after its grant sends nothing', async () => {
    const bench = createBench();
    bench.crash.at = async (name) => (name === 'submit.afterGrant' ? bench.clock.sleep(10_001) : undefined);
    const failure = await bench.clock.run(failureOf(attempt(bench, 'submitWithdrawal', aSubmit(bench))));
    expect(failure.type).toBe('GrantStale');
    expect(bench.fake.ledger).toHaveLength(0);
    bench.crash.at = () => {};
    expect((await bench.clock.run(attempt(bench, 'submitWithdrawal', aSubmit(bench)))).kind).toBe('accepted');
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

  test('behavior: already granted → unknown with the first baseline and the last moment a send can have begun', async () => {
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
    const result = await bench.clock.run(attempt(bench, 'submitWithdrawal', aSubmit(bench)));
    expect(result).toMatchObject({
      kind: 'unknown',
      baseline: { takenAtMs: 5, exchangeWithdrawalIds: ['old'] },
      lastPossibleSendMs: grantedAtMs + 40_000,
    });
    expect(bench.fake.ledger).toHaveLength(0);
  });

  test('behavior: a deadline that passed before any grant closes the door', async () => {
    const bench = createBench();
    const input = aSubmit(bench, { deadlineAt: inOneMinute(bench) });
    await bench.clock.pass(60_000);
    expect(await bench.clock.run(attempt(bench, 'submitWithdrawal', input))).toEqual({
      kind: 'revoked',
      because: 'deadline',
    });
    expect(await bench.clock.run(attempt(bench, 'submitWithdrawal', aSubmit(bench)))).toEqual({
      kind: 'revoked',
      because: 'cancel',
    });
    expect(bench.fake.ledger).toHaveLength(0);
  });

  test('behavior: a deadline that passes between grant and send sends nothing', async () => {
    const bench = createBench();
    const input = aSubmit(bench, { deadlineAt: new Date(bench.clock.now() + 2_000).toISOString() });
    bench.crash.at = async (name) => (name === 'submit.afterGrant' ? bench.clock.sleep(3_000) : undefined);
    expect(await bench.clock.run(attempt(bench, 'submitWithdrawal', input))).toEqual({
      kind: 'revoked',
      because: 'deadline',
    });
    expect(bench.fake.ledger).toHaveLength(0);
  });

  test('behavior: a request older than its policy allows is never sent', async () => {
    const bench = createBench();
    const input = aSubmit(bench);
    await bench.clock.pass(defaultPolicy.maxRequestAgeMs + 1);
    expect(await bench.clock.run(attempt(bench, 'submitWithdrawal', input))).toEqual({
      kind: 'revoked',
      because: 'tooOld',
    });
    expect(bench.fake.ledger).toHaveLength(0);
  });

  test('behavior: recover never sends, and closes the door to a zombie of the older run', async () => {
    const bench = createBench();
    expect(await bench.clock.run(attempt(bench, 'submitWithdrawal', aSubmit(bench, { mode: 'recover' })))).toEqual({
      kind: 'neverGranted',
    });
    expect(await bench.clock.run(attempt(bench, 'submitWithdrawal', aSubmit(bench)))).toEqual({
      kind: 'revoked',
      because: 'cancel',
    });
    expect(bench.fake.ledger).toHaveLength(0);
  });

  test('behavior: recover tells what the account remembers', async () => {
    const bench = createBench();
    const input = aSubmit(bench, { mode: 'recover' });
    bench.fake.scripts.push({ pays: true, answer: 'unknown' });
    await bench.clock.run(attempt(bench, 'submitWithdrawal', aSubmit(bench)));
    expect((await bench.clock.run(attempt(bench, 'submitWithdrawal', input))).kind).toBe('unknown');
    bench.accounts.book.adopt({ withdrawalId: 'w-1', submission: 1, exchangeWithdrawalId: 'x1' }, bench.clock.now());
    expect(await bench.clock.run(attempt(bench, 'submitWithdrawal', input))).toMatchObject({
      kind: 'accepted',
      exchangeWithdrawalId: 'x1',
    });
    expect(bench.fake.ledger).toHaveLength(1);
  });

  test('behavior: from the second attempt on, waiting for a busy lane reads nothing from the exchange', async () => {
    const bench = createBench();
    bench.fake.scripts.push({ pays: true, answer: 'unknown' });
    await bench.clock.run(
      attempt(bench, 'submitWithdrawal', aSubmit(bench, { intent: anIntent(bench, { withdrawalId: 'w-0' }) })),
    );
    const before = bench.fake.historyReads;
    expect(
      (await failureOf(bench.clock.run(attempt(bench, 'submitWithdrawal', aSubmit(bench), { attempt: 2 })))).type,
    ).toBe('LaneBusy');
    expect(bench.fake.historyReads).toBe(before);
    expect(bench.fake.ledger).toHaveLength(1);
  });

  test('behavior: what was fenced when it was validated stays fenced, whatever the adapter says now', async () => {
    const bench = createBench();
    const input = aSubmit(bench, { repeatSubmit: 'never' });
    bench.fake.scripts.push({ pays: true, answer: 'unknown' });
    await bench.clock.run(attempt(bench, 'submitWithdrawal', input));
    expect((await bench.clock.run(attempt(bench, 'submitWithdrawal', input))).kind).toBe('unknown');
    expect(bench.fake.ledger).toHaveLength(1);
  });

  test("behavior: an unclaimed record while another holds the lane is most likely the holder's: it waits, and is not suspicious", async () => {
    const bench = createBench();
    const input = aSubmit(bench);
    await bench.clock.pass(5_000);
    bench.fake.scripts.push({ pays: true, answer: 'unknown' });
    await bench.clock.run(
      attempt(bench, 'submitWithdrawal', aSubmit(bench, { intent: anIntent(bench, { withdrawalId: 'w-0' }) })),
    );
    expect((await failureOf(bench.clock.run(attempt(bench, 'submitWithdrawal', input)))).type).toBe('LaneBusy');
    const [record] = bench.fake.ledger;
    bench.accounts.book.takeover('w-0');
    expect((await bench.clock.run(attempt(bench, 'submitWithdrawal', input))).kind).toBe('suspicious');
    expect([bench.fake.ledger.length, record === undefined]).toEqual([1, false]);
  });

  test('behavior: the history already holds an unclaimed one like it → suspicious, nothing sent', async () => {
    const bench = createBench();
    const input = aSubmit(bench);
    await bench.clock.pass(5_000);
    const record = bench.fake.addRecord();
    const result = await bench.clock.run(attempt(bench, 'submitWithdrawal', input));
    expect(result).toMatchObject({ kind: 'suspicious', exchangeWithdrawalIds: [record.exchangeWithdrawalId] });
    expect(bench.fake.ledger).toHaveLength(0);
  });

  test.each([
    ['claimed by another', { claimed: true, ageMs: -1_000 }],
    ['older than the request', { claimed: false, ageMs: 60_000 }],
  ])('behavior: one like it, but %s → sent, with it in the baseline', async (_what, { claimed, ageMs }) => {
    const bench = createBench();
    const record = bench.fake.addRecord({ createdAtMs: bench.clock.now() - ageMs });
    const input = aSubmit(bench);
    await bench.clock.pass(2_000);
    if (claimed)
      bench.accounts.book.adopt(
        { withdrawalId: 'w-0', submission: 1, exchangeWithdrawalId: record.exchangeWithdrawalId },
        bench.clock.now(),
      );
    bench.fake.scripts.push({ pays: true, answer: 'unknown' });
    const result = await bench.clock.run(attempt(bench, 'submitWithdrawal', input));
    expect(result).toMatchObject({
      kind: 'unknown',
      baseline: { exchangeWithdrawalIds: [record.exchangeWithdrawalId] },
    });
    expect(bench.fake.ledger).toHaveLength(1);
  });

  test.each(['incomplete', 'unreadable', 'down'])(
    'error: a look before the send that is %s sends nothing',
    async (how) => {
      const bench = createBench();
      if (how === 'incomplete') bench.fake.historyComplete = false;
      if (how === 'unreadable') bench.fake.unreadableRows = 1;
      if (how === 'down') bench.fake.down = 'noAnswer';
      const failure = await bench.clock.run(failureOf(attempt(bench, 'submitWithdrawal', aSubmit(bench))));
      expect(failure.type).toBe(how === 'down' ? 'noAnswer' : 'HistoryIncomplete');
      expect(failure.nonRetryable).toBe(false);
      expect(bench.accounts.asked).toEqual([]);
      expect(bench.fake.ledger).toHaveLength(0);
    },
  );

  test('behavior: our id is there already → found, no grant asked', async () => {
    const bench = createBench(byClientId);
    bench.fake.scripts.push({ pays: true, answer: 'unknown' });
    await bench.clock.run(attempt(bench, 'submitWithdrawal', aSubmit(bench)));
    const result = await bench.clock.run(attempt(bench, 'submitWithdrawal', aSubmit(bench), { attempt: 2 }));
    expect(result).toMatchObject({ kind: 'found', record: { exchangeWithdrawalId: 'x1' } });
    expect(bench.fake.ledger).toHaveLength(1);
  });

  test('error: a look so slow that the send would not fit into the attempt → tried again, nothing granted', async () => {
    const bench = createBench();
    bench.fake.lookTakesMs = 13_000;
    const failure = await bench.clock.run(failureOf(attempt(bench, 'submitWithdrawal', aSubmit(bench))));
    expect(failure.type).toBe('SlowLookUp');
    expect(bench.accounts.asked).toEqual([]);
  });

  test('error: another identity refuses, tells the account, and sends nothing', async () => {
    const bench = createBench();
    bench.identity.verified = 'id-other';
    const failure = await bench.clock.run(failureOf(attempt(bench, 'submitWithdrawal', aSubmit(bench))));
    expect(failure.type).toBe('AccountMismatch');
    expect(bench.accounts.health).toMatchObject([{ worker: 'w1', attention: 'accountMismatch', active: true }]);
    expect(bench.fake.ledger).toHaveLength(0);
  });

  test('error: an account that this worker does not have names account and group', async () => {
    const bench = createBench();
    const failure = await bench.clock.run(
      failureOf(
        attempt(bench, 'submitWithdrawal', aSubmit(bench, { intent: anIntent(bench, { account: 'fake/other' }) })),
      ),
    );
    expect(failure).toMatchObject({ type: 'AccountNotConfigured' });
    expect(failure.message).toContain('fake/other');
    expect(failure.message).toContain('"main"');
  });
});

describe('submitWithdrawal and obstacles', () => {
  test('behavior: a missing account is told once, then waited for, then it goes on', async () => {
    const bench = createBench();
    bench.accounts.missing = true;
    expect(await bench.clock.run(attempt(bench, 'submitWithdrawal', aSubmit(bench)))).toMatchObject({
      kind: 'waiting',
      obstacle: 'accountMissing',
    });
    const input = aSubmit(bench, { knownObstacle: 'accountMissing' });
    const failure = await bench.clock.run(failureOf(attempt(bench, 'submitWithdrawal', input)));
    expect(isBenign(failure)).toBe(true);
    expect(failure.message).toContain('waiting for the account workflow of fake/treasury');
    bench.accounts.missing = false;
    expect((await bench.clock.run(attempt(bench, 'submitWithdrawal', input))).kind).toBe('accepted');
  });

  test('behavior: a paused account holds it up', async () => {
    const bench = createBench();
    bench.accounts.book.paused = { actor: 'ann', reason: 'audit', at: '' };
    expect(await bench.clock.run(attempt(bench, 'submitWithdrawal', aSubmit(bench)))).toMatchObject({
      kind: 'waiting',
      obstacle: 'accountPaused',
    });
    const failure = await bench.clock.run(
      failureOf(attempt(bench, 'submitWithdrawal', aSubmit(bench, { knownObstacle: 'accountPaused' }))),
    );
    expect(failure.nextRetryDelay).toBeLessThanOrEqual(15_000);
    expect(bench.fake.ledger).toHaveLength(0);
  });

  test('behavior: a busy lane is waited for in silence, and told when it lasts', async () => {
    const bench = createBench();
    bench.accounts.book.grant(
      { withdrawalId: 'w-0', submission: 1, token: 't', laneKey: anIntent(bench).laneKey, baseline: null },
      bench.clock.now(),
    );
    const scheduledTimestampMs = bench.clock.now();
    const silent = await bench.clock.run(
      failureOf(attempt(bench, 'submitWithdrawal', aSubmit(bench), { scheduledTimestampMs })),
    );
    expect(silent.type).toBe('LaneBusy');
    expect(isBenign(silent)).toBe(true);
    await bench.clock.pass(defaultPolicy.laneBlockedMs);
    expect(
      await bench.clock.run(attempt(bench, 'submitWithdrawal', aSubmit(bench), { scheduledTimestampMs })),
    ).toMatchObject({ kind: 'waiting', obstacle: 'laneBlocked' });
    const known = await bench.clock.run(
      failureOf(attempt(bench, 'submitWithdrawal', aSubmit(bench, { knownObstacle: 'laneBlocked' }))),
    );
    expect(known.type).toBe('LaneBusy');
    const gone = await bench.clock.run(
      attempt(bench, 'submitWithdrawal', aSubmit(bench, { knownObstacle: 'accountPaused' })),
    );
    expect(gone).toMatchObject({ kind: 'waiting', obstacle: null });
    expect(bench.fake.ledger).toHaveLength(0);
  });
});

describe('submitWithdrawal where a repeat is safe', () => {
  test('behavior: looks before every send and repeats the same fields until there is an answer', async () => {
    const bench = createBench(safe);
    bench.fake.scripts.push({ pays: false, answer: 'unknown' });
    const failure = await bench.clock.run(failureOf(attempt(bench, 'submitWithdrawal', aSubmit(bench))));
    expect(failure.type).toBe('OutcomeUnknown');
    expect((await bench.clock.run(attempt(bench, 'submitWithdrawal', aSubmit(bench), { attempt: 2 }))).kind).toBe(
      'accepted',
    );
    expect(bench.fake.ledger.map((entry) => entry.intent)).toEqual([anIntent(bench), anIntent(bench)]);
    expect(bench.fake.paid).toEqual(['w-1']);
    expect(bench.accounts.asked).toEqual([]);
  });

  test.each([
    ['a first attempt', safe, {}, {}, [true]],
    ['an attempt after one that may have sent', safe, {}, { attempt: 2 }, [false]],
    ['a recovery', safe, { mode: 'recover' }, {}, [false]],
    ['one behind the grant', byClientId, {}, {}, [false]],
  ] as const)(
    'behavior: the look of %s leans on earlier ones only if it can be the first send',
    async (_title, capabilities, change, environment, looks) => {
      const bench = createBench(capabilities);
      await bench.clock.run(attempt(bench, 'submitWithdrawal', aSubmit(bench, change), environment));
      expect(bench.fake.looksBeforeFirstSend).toEqual(looks);
    },
  );

  test('behavior: one that was paid by a lost attempt is found', async () => {
    const bench = createBench(safe);
    bench.fake.scripts.push({ pays: true, answer: 'unknown' });
    await bench.clock.run(failureOf(attempt(bench, 'submitWithdrawal', aSubmit(bench))));
    expect((await bench.clock.run(attempt(bench, 'submitWithdrawal', aSubmit(bench), { attempt: 2 }))).kind).toBe(
      'found',
    );
    expect(bench.fake.ledger).toHaveLength(1);
  });

  test('behavior: a refusal settles only if no earlier attempt can have been sent', async () => {
    const bench = createBench(safe);
    bench.fake.down = 'noAnswer';
    const first = anEnvironment(bench);
    await bench.clock.run(failureOf(runIn(bench, first.environment, 'submitWithdrawal', aSubmit(bench))));
    bench.fake.down = null;
    bench.fake.scripts.push({ pays: false, answer: 'rejected' }, { pays: false, answer: 'rejected' });
    const clean = attempt(bench, 'submitWithdrawal', aSubmit(bench), {
      attempt: 2,
      heartbeatDetails: first.heartbeats.at(-1),
    });
    expect((await bench.clock.run(clean)).kind).toBe('rejected');
    expect((await bench.clock.run(attempt(bench, 'submitWithdrawal', aSubmit(bench), { attempt: 2 }))).kind).toBe(
      'unknown',
    );
  });

  test('behavior: recover looks and never sends', async () => {
    const bench = createBench(safe);
    expect((await bench.clock.run(attempt(bench, 'submitWithdrawal', aSubmit(bench, { mode: 'recover' })))).kind).toBe(
      'unknown',
    );
    expect(bench.fake.ledger).toHaveLength(0);
  });

  test.each([
    [1, 'revoked'],
    [2, 'unknown'],
  ])('behavior: its deadline passed before attempt %i → %s', async (number, kind) => {
    const bench = createBench(safe);
    const input = aSubmit(bench, { deadlineAt: inOneMinute(bench) });
    await bench.clock.pass(60_000);
    expect((await bench.clock.run(attempt(bench, 'submitWithdrawal', input, { attempt: number }))).kind).toBe(kind);
    expect(bench.fake.ledger).toHaveLength(0);
  });
});
