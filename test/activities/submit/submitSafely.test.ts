import { describe, expect, test } from '@jest/globals';

import { aSubmit, anIntent, type Bench, createBench, failureOf, submit } from '../support/bench.ts';
import { byClientId, inOneMinute, safe } from '../support/submits.ts';

const key = { withdrawalId: 'w-1', submission: 1 };
const paused = { actor: 'ann', reason: 'audit', at: '' };

/** A bench after one send of which nobody knows what became. */
async function afterUnknownSend(pays = false): Promise<Bench> {
  const bench = createBench(safe);
  bench.fake.scripts.push({ pays, answer: 'unknown' });
  expect((await failureOf(submit(bench))).type).toBe('OutcomeUnknown');
  return bench;
}

describe('submitWithdrawal where a repeat is safe', () => {
  test('behavior: looks before every send and repeats the same fields until there is an answer', async () => {
    const bench = await afterUnknownSend();
    expect((await submit(bench, aSubmit(bench), { attempt: 2 })).kind).toBe('accepted');
    expect(bench.fake.ledger.map((entry) => entry.intent)).toEqual([anIntent(bench), anIntent(bench)]);
    expect(bench.fake.paid).toEqual(['w-1']);
    expect(bench.fake.looksBeforeFirstSend).toEqual([true, false]);
  });

  test('behavior: the first send costs the account one update and one report, and no query', async () => {
    const bench = createBench(safe);
    expect(await submit(bench)).toMatchObject({ kind: 'accepted', reported: true });
    expect(bench.accounts.asked).toEqual(['requestGrant', 'reportOutcome']);
    expect(bench.accounts.book.claim('w-1', 1)).toMatchObject({ outcome: 'accepted' });
  });

  test.each([
    ['a first attempt', safe, {}, {}, [true]],
    ['an attempt after one that sent nothing', safe, {}, { attempt: 2 }, [true]],
    ['a recovery', safe, { mode: 'recover' }, {}, [false]],
    ['one behind the grant', byClientId, {}, {}, [false]],
  ] as const)(
    'behavior: the look of %s goes less far back only if it can be the first send',
    async (_title, capabilities, change, environment, looks) => {
      const bench = createBench(capabilities);
      await submit(bench, aSubmit(bench, change), environment);
      expect(bench.fake.looksBeforeFirstSend).toEqual(looks);
    },
  );

  test('behavior: an attempt that wrongly takes itself for the first sends nothing after its short look', async () => {
    const bench = await afterUnknownSend();
    expect((await failureOf(submit(bench))).type).toBe('SentBefore');
    expect(bench.fake.ledger).toHaveLength(1);
  });

  test('behavior: one that was paid by a lost attempt is found', async () => {
    const bench = await afterUnknownSend(true);
    expect((await submit(bench, aSubmit(bench), { attempt: 2 })).kind).toBe('found');
    expect(bench.fake.ledger).toHaveLength(1);
  });

  test('behavior: a refusal settles if the account knows of no send before it, in whichever attempt', async () => {
    const bench = createBench(safe);
    bench.fake.down = 'noAnswer';
    await failureOf(submit(bench));
    bench.fake.down = null;
    bench.fake.scripts.push({ pays: false, answer: 'rejected' });
    expect((await submit(bench, aSubmit(bench), { attempt: 2 })).kind).toBe('rejected');
  });

  test('behavior: a refusal settles nothing after a send that may have arrived', async () => {
    const bench = await afterUnknownSend();
    bench.fake.scripts.push({ pays: false, answer: 'rejected' });
    expect((await submit(bench, aSubmit(bench), { attempt: 2 })).kind).toBe('unknown');
  });

  test('behavior: after a reset the look goes all the way back, and a refusal settles nothing', async () => {
    const bench = createBench(safe);
    bench.fake.scripts.push({ pays: false, answer: 'rejected' });
    const input = aSubmit(bench, { mayBeRepeat: true });
    expect((await submit(bench, input)).kind).toBe('unknown');
    expect(bench.fake.looksBeforeFirstSend).toEqual([false]);
  });

  test.each([1, 2])('behavior: an account whose memory is full still permits (attempt %i)', async (number) => {
    const bench = createBench(safe);
    Object.defineProperty(bench.accounts.book.claims.closed, 'isFull', { get: () => true });
    expect((await submit(bench, aSubmit(bench), { attempt: number })).kind).toBe('accepted');
  });

  test('behavior: surely not sent → the next attempt is the first send again', async () => {
    const bench = createBench(safe);
    bench.fake.scripts.push({ pays: false, answer: 'notSent' }, { pays: false, answer: 'rejected' });
    expect((await failureOf(submit(bench))).type).toBe('NotSent');
    expect(bench.accounts.book.claim('w-1', 1)).toBeNull();
    expect((await submit(bench, aSubmit(bench), { attempt: 2 })).kind).toBe('rejected');
  });

  test('behavior: the first execution comes to after a repeat, and hands back in vain', async () => {
    const bench = createBench(safe);
    const { book } = bench.accounts;
    book.grant({ ...key, token: 'held up', laneKey: null, baseline: null }, bench.clock.now());
    bench.fake.scripts.push({ pays: false, answer: 'unknown' }, { pays: false, answer: 'rejected' });
    expect((await failureOf(submit(bench, aSubmit(bench), { attempt: 2 }))).type).toBe('OutcomeUnknown');
    book.report({ ...key, token: 'held up', outcome: 'notSent', exchangeWithdrawalId: null });
    expect(book.claim('w-1', 1)).toMatchObject({ outcome: 'unknown' });
    expect((await submit(bench, aSubmit(bench), { attempt: 3 })).kind).toBe('unknown');
  });

  test('behavior: the first send is refused after a repeat, and its refusal settles nothing', async () => {
    const bench = createBench(safe);
    const { book } = bench.accounts;
    book.grant({ ...key, token: 'held up', laneKey: null, baseline: null }, bench.clock.now());
    bench.fake.scripts.push({ pays: false, answer: 'unknown' }, { pays: false, answer: 'rejected' });
    expect((await failureOf(submit(bench, aSubmit(bench), { attempt: 2 }))).type).toBe('OutcomeUnknown');
    book.report({ ...key, token: 'held up', outcome: 'rejected', exchangeWithdrawalId: null });
    expect(book.claim('w-1', 1)).toMatchObject({ outcome: 'unknown' });
    expect((await submit(bench, aSubmit(bench), { attempt: 3 })).kind).toBe('unknown');
  });

  test('behavior: handed back while a repeat waits → not repeated, and the next is a first send', async () => {
    const bench = createBench(safe);
    const { book } = bench.accounts;
    book.grant({ ...key, token: 'held up', laneKey: null, baseline: null }, bench.clock.now());
    const { gate } = bench.runtime;
    const takeTurn = gate.takeTurn.bind(gate);
    gate.takeTurn = async (...given) => {
      book.report({ ...key, token: 'held up', outcome: 'notSent', exchangeWithdrawalId: null });
      return takeTurn(...given);
    };
    expect((await failureOf(submit(bench, aSubmit(bench), { attempt: 2 }))).type).toBe('HandedBack');
    expect(bench.fake.ledger).toEqual([]);
    bench.fake.scripts.push({ pays: false, answer: 'rejected' });
    expect((await submit(bench, aSubmit(bench), { attempt: 3 })).kind).toBe('rejected');
  });

  test('behavior: a repeat that the account cannot be told of is not sent', async () => {
    const bench = createBench(safe);
    bench.accounts.book.grant({ ...key, token: 'killed', laneKey: null, baseline: null }, bench.clock.now());
    bench.accounts.loseReports = 1_000;
    expect((await failureOf(submit(bench, aSubmit(bench), { attempt: 2 }))).type).toBe('accountUnavailable');
    expect(bench.fake.ledger).toEqual([]);
  });

  test('behavior: recover looks and never sends, and no older execution does after it', async () => {
    const bench = createBench(safe);
    expect((await submit(bench, aSubmit(bench, { mode: 'recover' }))).kind).toBe('neverGranted');
    expect((await submit(bench)).kind).toBe('revoked');
    const sent = await afterUnknownSend();
    expect((await submit(sent, aSubmit(sent, { mode: 'recover' }))).kind).toBe('unknown');
    expect((await submit(sent, aSubmit(sent), { attempt: 2 })).kind).toBe('unknown');
    expect([bench.fake.ledger.length, sent.fake.ledger.length]).toEqual([0, 1]);
  });

  test.each([
    ['nothing was sent', async () => createBench(safe), 'revoked'],
    ['it may have been sent', () => afterUnknownSend(), 'unknown'],
  ])('behavior: its deadline passed, %s → %s', async (_title, prepare, kind) => {
    const bench = await prepare();
    const sends = bench.fake.ledger.length;
    const input = aSubmit(bench, { deadlineAt: inOneMinute(bench) });
    await bench.clock.pass(60_000);
    const result = await submit(bench, input, { attempt: 2 });
    expect(result.kind).toBe(kind);
    // A repeat may have been under way until now.
    if (result.kind === 'unknown') expect(result.lastPossibleSendMs).toBeGreaterThanOrEqual(bench.clock.now());
    expect(bench.fake.ledger).toHaveLength(sends);
  });
});

describe('pause, cancel and a lost account, where a repeat is safe', () => {
  test('behavior: a paused account sends nothing, and says so', async () => {
    const bench = createBench(safe);
    bench.accounts.book.paused = paused;
    expect(await submit(bench)).toMatchObject({ kind: 'waiting', obstacle: 'accountPaused' });
    const asked = aSubmit(bench, { knownObstacle: 'accountPaused' });
    expect((await failureOf(submit(bench, asked, { attempt: 2 }))).type).toBe('accountPaused');
    expect(bench.fake.ledger).toEqual([]);
  });

  test('behavior: a repeat waits while the account is paused, and looking goes on', async () => {
    const bench = await afterUnknownSend();
    bench.accounts.book.paused = paused;
    const next = () => submit(bench, aSubmit(bench, { knownObstacle: 'accountPaused' }), { attempt: 2 });
    expect((await failureOf(next())).type).toBe('accountPaused');
    expect(bench.fake.looksBeforeFirstSend).toEqual([true, false]);
    expect(bench.fake.ledger).toHaveLength(1);
    bench.accounts.book.paused = null;
    expect((await next()).kind).toBe('accepted');
  });

  test('behavior: a pause that comes while a repeat waits for its turn still stops it', async () => {
    const bench = await afterUnknownSend();
    const { gate } = bench.runtime;
    const takeTurn = gate.takeTurn.bind(gate);
    gate.takeTurn = async (...given) => {
      bench.accounts.book.paused = paused;
      return takeTurn(...given);
    };
    expect((await submit(bench, aSubmit(bench), { attempt: 2 })).kind).toBe('waiting');
    expect(bench.fake.ledger).toHaveLength(1);
  });

  test('behavior: cancelled before any send → revoked, and never sent', async () => {
    const bench = createBench(safe);
    expect(bench.accounts.book.revoke('w-1', 1, bench.clock.now()).kind).toBe('revoked');
    expect((await submit(bench)).kind).toBe('revoked');
    expect(bench.fake.ledger).toEqual([]);
  });

  test('behavior: cancelled after a send that surely did not happen → revoked, and never sent', async () => {
    const bench = createBench(safe);
    bench.accounts.beforeGrantAnswer = () => void bench.accounts.book.revoke('w-1', 1, bench.clock.now());
    bench.fake.scripts.push({ pays: false, answer: 'notSent' });
    expect((await failureOf(submit(bench))).type).toBe('NotSent');
    expect(await submit(bench, aSubmit(bench), { attempt: 2 })).toMatchObject({ kind: 'revoked', because: 'cancel' });
    expect(bench.fake.paid).toEqual([]);
  });

  test('behavior: cancelled after a send that may have arrived → no further send, only a look', async () => {
    const bench = await afterUnknownSend();
    expect(bench.accounts.book.revoke('w-1', 1, bench.clock.now()).kind).toBe('alreadyGranted');
    const result = await submit(bench, aSubmit(bench), { attempt: 2 });
    expect(result).toMatchObject({ kind: 'unknown', message: 'a cancel or a deadline stopped further sends of it' });
    expect(bench.fake.looksBeforeFirstSend).toEqual([true, false]);
    expect(bench.fake.ledger).toHaveLength(1);
  });

  test('behavior: without its account workflow nothing is sent', async () => {
    const bench = createBench(safe);
    bench.accounts.missing = true;
    expect(await submit(bench)).toMatchObject({ kind: 'waiting', obstacle: 'accountMissing' });
    expect(bench.fake.ledger).toEqual([]);
  });

  test('behavior: a lost answer of the account leaves no doubt about what was sent', async () => {
    const bench = createBench(safe);
    bench.accounts.loseGrantAnswers = 1_000;
    expect((await failureOf(submit(bench))).type).toBe('accountUnavailable');
    bench.accounts.loseGrantAnswers = 0;
    expect(bench.accounts.book.claim(key.withdrawalId, key.submission)).toBeNull();
    expect((await submit(bench, aSubmit(bench), { attempt: 2 })).kind).toBe('accepted');
    expect(bench.fake.ledger).toHaveLength(1);
  });
});
