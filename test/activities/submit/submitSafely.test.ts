import { describe, expect, test } from '@jest/globals';

import { aSubmit, anEnvironment, anIntent, attempt, createBench, failureOf, runIn, submit } from '../support/bench.ts';
import { byClientId, inOneMinute, safe } from '../support/submits.ts';

describe('submitWithdrawal where a repeat is safe', () => {
  test('behavior: looks before every send and repeats the same fields until there is an answer', async () => {
    const bench = createBench(safe);
    bench.fake.scripts.push({ pays: false, answer: 'unknown' });
    const failure = await failureOf(submit(bench));
    expect(failure.type).toBe('OutcomeUnknown');
    expect((await submit(bench, aSubmit(bench), { attempt: 2 })).kind).toBe('accepted');
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
      await submit(bench, aSubmit(bench, change), environment);
      expect(bench.fake.looksBeforeFirstSend).toEqual(looks);
    },
  );

  test('behavior: one that was paid by a lost attempt is found', async () => {
    const bench = createBench(safe);
    bench.fake.scripts.push({ pays: true, answer: 'unknown' });
    await failureOf(submit(bench));
    expect((await submit(bench, aSubmit(bench), { attempt: 2 })).kind).toBe('found');
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
    expect((await submit(bench, aSubmit(bench), { attempt: 2 })).kind).toBe('unknown');
  });

  test('behavior: recover looks and never sends', async () => {
    const bench = createBench(safe);
    expect((await submit(bench, aSubmit(bench, { mode: 'recover' }))).kind).toBe('unknown');
    expect(bench.fake.ledger).toHaveLength(0);
  });

  test.each([
    [1, 'revoked'],
    [2, 'unknown'],
  ])('behavior: its deadline passed before attempt %i → %s', async (number, kind) => {
    const bench = createBench(safe);
    const input = aSubmit(bench, { deadlineAt: inOneMinute(bench) });
    await bench.clock.pass(60_000);
    expect((await submit(bench, input, { attempt: number })).kind).toBe(kind);
    expect(bench.fake.ledger).toHaveLength(0);
  });
});
