import { describe, expect, test } from '@jest/globals';

import type { FindLostInput, LostSubmission } from '../../activities/contract.ts';
import { covered, noCoverage, parseCoverage } from '../../activities/reconcile/coverage.ts';
import {
  anEnvironment,
  anIntent,
  attempt,
  type Bench,
  createBench,
  failureOf,
  isBenign,
  runIn,
} from './support/bench.ts';

const minute = 60_000;

function aSearch(bench: Bench, change: Partial<FindLostInput> = {}): FindLostInput {
  const candidate: LostSubmission = {
    intent: anIntent(bench),
    baseline: { takenAtMs: bench.clock.now(), exchangeWithdrawalIds: [] },
    lastPossibleSendMs: bench.clock.now(),
  };
  return {
    candidates: [candidate],
    requestedAt: new Date(bench.clock.now()).toISOString(),
    windowMs: 15 * minute,
    intervalMs: 5_000,
    knownVerdict: null,
    ...change,
  };
}

/** Repeats the attempt, as Temporal does, until it returns. */
async function search(bench: Bench, input: FindLostInput, between: (attempt: number) => void = () => {}) {
  let heartbeatDetails: unknown;
  for (let number = 1; number < 100; number += 1) {
    const { environment, heartbeats } = anEnvironment(bench, {
      attempt: number,
      heartbeatDetails,
      startToCloseTimeoutMs: 7 * minute,
    });
    const run = runIn(bench, environment, 'findLostSubmission', input);
    const outcome = await bench.clock.run(
      run.catch((error: unknown) => ({ failed: error as { nextRetryDelay?: number } })),
    );
    heartbeatDetails = heartbeats.at(-1) ?? heartbeatDetails;
    if (!('failed' in outcome)) return { result: outcome, attempts: number };
    await bench.clock.pass(outcome.failed.nextRetryDelay ?? 1_000);
    between(number);
  }
  throw new Error('never ended');
}

describe('findLostSubmission', () => {
  test('behavior: nothing there → none, only when complete reads covered the window over several tries', async () => {
    const bench = createBench();
    const startMs = bench.clock.now();
    const { result, attempts } = await search(bench, aSearch(bench));
    expect(result.kind).toBe('none');
    expect(bench.clock.now() - startMs).toBeGreaterThanOrEqual(15 * minute);
    expect(attempts).toBeGreaterThan(2);
  });

  test('behavior: time in which the exchange was down covers nothing', async () => {
    const bench = createBench();
    const startMs = bench.clock.now();
    bench.fake.down = 'noAnswer';
    const { result } = await search(
      bench,
      aSearch(bench),
      (number) => void (bench.fake.down = number < 60 ? 'noAnswer' : null),
    );
    expect(result.kind).toBe('none');
    expect(bench.clock.now() - startMs).toBeGreaterThanOrEqual(15 * minute + 58_000);
  });

  test.each(['incomplete', 'unreadable'])('behavior: %s reads cover nothing and adopt nothing', async (how) => {
    const bench = createBench();
    bench.fake.addRecord();
    if (how === 'incomplete') bench.fake.historyComplete = false;
    else bench.fake.unreadableRows = 2;
    const { environment, heartbeats } = anEnvironment(bench, { startToCloseTimeoutMs: 7 * minute });
    const failure = await bench.clock.run(failureOf(runIn(bench, environment, 'findLostSubmission', aSearch(bench))));
    expect(isBenign(failure)).toBe(true);
    expect(heartbeats.every((details) => parseCoverage(details).coveredMs === 0)).toBe(true);
    expect(bench.accounts.asked).toEqual([]);
  });

  test('behavior: exactly one match is adopted, also when it appears late', async () => {
    const bench = createBench();
    const record = bench.fake.addRecord();
    bench.fake.hidden.add(record.exchangeWithdrawalId);
    void bench.clock.sleep(10 * minute).then(() => bench.fake.hidden.clear());
    const { result } = await search(bench, aSearch(bench));
    expect(result).toMatchObject({
      kind: 'found',
      submission: 1,
      record: { exchangeWithdrawalId: record.exchangeWithdrawalId },
    });
    expect(bench.accounts.book.ownerOf(record.exchangeWithdrawalId)).toBe('w-1');
  });

  test("behavior: what may be the lane holder's is left alone until that one has named its own", async () => {
    const bench = createBench();
    const { laneKey } = anIntent(bench);
    const record = bench.fake.addRecord();
    const holder = { withdrawalId: 'w-2', submission: 1, token: 't-2' };
    bench.accounts.book.grant({ ...holder, laneKey, baseline: null }, bench.clock.now());
    const { result, attempts } = await search(bench, aSearch(bench), (number) => {
      if (number === 2)
        bench.accounts.book.report({
          ...holder,
          outcome: 'accepted',
          exchangeWithdrawalId: record.exchangeWithdrawalId,
        });
    });
    expect(result.kind).toBe('none');
    expect(attempts).toBeGreaterThan(2);
    expect(bench.accounts.book.ownerOf(record.exchangeWithdrawalId)).toBe('w-2');
  });

  test("behavior: what was not the lane holder's after all is adopted once the lane is free", async () => {
    const bench = createBench();
    const { laneKey } = anIntent(bench);
    const record = bench.fake.addRecord();
    const holder = { withdrawalId: 'w-2', submission: 1, token: 't-2' };
    bench.accounts.book.grant({ ...holder, laneKey, baseline: null }, bench.clock.now());
    const { result } = await search(bench, aSearch(bench), (number) => {
      if (number === 2) bench.accounts.book.report({ ...holder, outcome: 'notSent', exchangeWithdrawalId: null });
    });
    expect(result).toMatchObject({ kind: 'found', record: { exchangeWithdrawalId: record.exchangeWithdrawalId } });
  });

  test('behavior: a crash between adopting and answering finds the same again', async () => {
    const bench = createBench();
    bench.fake.addRecord();
    bench.crash.at = (name) => {
      if (name === 'findLost.afterAdopt') throw new Error('killed');
    };
    await bench.clock.run(
      failureOf(attempt(bench, 'findLostSubmission', aSearch(bench), { startToCloseTimeoutMs: 7 * minute })),
    );
    bench.crash.at = () => {};
    expect((await search(bench, aSearch(bench))).result).toMatchObject({
      kind: 'found',
      record: { exchangeWithdrawalId: 'x1' },
    });
  });

  test('behavior: two matches are never adopted; the verdict is told once', async () => {
    const bench = createBench();
    bench.fake.addRecord();
    bench.fake.addRecord();
    const { result } = await search(bench, aSearch(bench));
    expect(result).toEqual({ kind: 'several', exchangeWithdrawalIds: ['x1', 'x2'] });
    expect(bench.accounts.asked).not.toContain('adopt');
    const known = await bench.clock.run(
      failureOf(
        attempt(
          bench,
          'findLostSubmission',
          aSearch(bench, { knownVerdict: 'several', windowMs: null, intervalMs: 2 * minute }),
          { startToCloseTimeoutMs: 7 * minute },
        ),
      ),
    );
    expect(isBenign(known)).toBe(true);
    bench.accounts.book.adopt({ withdrawalId: 'w-0', submission: 1, exchangeWithdrawalId: 'x2' }, bench.clock.now());
    expect(
      (await search(bench, aSearch(bench, { knownVerdict: 'several', windowMs: null, intervalMs: 2 * minute }))).result,
    ).toMatchObject({ kind: 'found', record: { exchangeWithdrawalId: 'x1' } });
  });

  test('behavior: a record of another owner, another lane, the baseline or a larger amount is not ours', async () => {
    const bench = createBench();
    const claimed = bench.fake.addRecord();
    bench.accounts.book.adopt(
      { withdrawalId: 'w-0', submission: 1, exchangeWithdrawalId: claimed.exchangeWithdrawalId },
      bench.clock.now(),
    );
    bench.fake.addRecord({ address: 'TSomebodyElse' });
    bench.fake.addRecord({ receivedAmount: '100.51' });
    const old = bench.fake.addRecord();
    const input = aSearch(bench, { windowMs: minute });
    const [candidate] = input.candidates;
    const { result } = await search(bench, {
      ...input,
      candidates: [
        {
          ...candidate!,
          baseline: { takenAtMs: bench.clock.now(), exchangeWithdrawalIds: [old.exchangeWithdrawalId] },
        },
      ],
    });
    expect(result.kind).toBe('none');
  });

  test('behavior: found by our own id', async () => {
    const bench = createBench({ findBy: 'clientId', clientIdFormat: 'uuid' });
    bench.fake.scripts.push({ pays: true, answer: 'unknown' });
    await bench.clock.run(bench.runtime.exchange.submit(anIntent(bench)));
    expect((await search(bench, aSearch(bench))).result).toMatchObject({
      kind: 'found',
      record: { exchangeWithdrawalId: 'x1' },
    });
    expect(bench.accounts.book.ownerOf('x1')).toBe('w-1');
  });

  test('behavior: in review it looks on for ever, and hands over when the worker stops', async () => {
    const bench = createBench();
    const running = failureOf(
      attempt(
        bench,
        'findLostSubmission',
        aSearch(bench, { windowMs: null, intervalMs: 2 * minute, knownVerdict: 'none' }),
        { startToCloseTimeoutMs: 7 * minute },
      ),
    );
    await bench.clock.pass(1_000);
    bench.feed.close();
    const failure = await bench.clock.run(running);
    expect(failure.type).toBe('HandOver');
  });
});

describe('coverage', () => {
  const rule = { lastPossibleSendMs: 1_000, intervalMs: 100 };
  test.each([
    ['a read begun before the last possible send counts nothing', [900, 1_000], 0],
    ['one read covers no time', [1_100], 0],
    ['consecutive reads cover what is between', [1_100, 1_200, 1_300], 200],
    ['a long gap counts as two intervals', [1_100, 9_000], 200],
    ['a clock set back counts nothing', [1_100, 1_050], 0],
  ])('behavior: %s', (_what, begins, expected) => {
    expect(begins.reduce((before, beganMs) => covered(before, { ...rule, beganMs }), noCoverage).coveredMs).toBe(
      expected,
    );
  });

  test.each([undefined, null, 'x', {}, { coveredMs: 'much' }, { coveredMs: -1 }, { coveredMs: Number.NaN }])(
    'error: details %j count as nothing',
    (details) => {
      expect(parseCoverage(details)).toEqual(noCoverage);
    },
  );
});
