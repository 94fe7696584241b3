import { describe, expect, test } from '@jest/globals';

import { aSubmit, anIntent, createBench, failureOf, submit } from '../support/bench.ts';
import { byClientId } from '../support/submits.ts';

describe('submitWithdrawal: the look before the send', () => {
  test('behavior: from the second attempt on, waiting for a busy lane reads nothing from the exchange', async () => {
    const bench = createBench();
    bench.fake.scripts.push({ pays: true, answer: 'unknown' });
    await submit(bench, aSubmit(bench, { intent: anIntent(bench, { withdrawalId: 'w-0' }) }));
    const before = bench.fake.historyReads;
    expect((await failureOf(submit(bench, aSubmit(bench), { attempt: 2 }))).type).toBe('laneBusy');
    expect(bench.fake.historyReads).toBe(before);
    expect(bench.fake.ledger).toHaveLength(1);
  });

  test("behavior: an unclaimed record while another holds the lane is likely the holder's: it waits", async () => {
    const bench = createBench();
    const input = aSubmit(bench);
    await bench.clock.pass(5_000);
    bench.fake.scripts.push({ pays: true, answer: 'unknown' });
    await submit(bench, aSubmit(bench, { intent: anIntent(bench, { withdrawalId: 'w-0' }) }));
    expect((await failureOf(submit(bench, input))).type).toBe('laneBusy');
    const [record] = bench.fake.ledger;
    bench.accounts.book.takeover('w-0');
    expect((await submit(bench, input)).kind).toBe('suspicious');
    expect([bench.fake.ledger.length, record === undefined]).toEqual([1, false]);
  });

  test('behavior: the history already holds an unclaimed one like it → suspicious, nothing sent', async () => {
    const bench = createBench();
    const input = aSubmit(bench);
    await bench.clock.pass(5_000);
    const record = bench.fake.addRecord();
    const result = await submit(bench, input);
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
    const result = await submit(bench, input);
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
      const failure = await failureOf(submit(bench));
      expect(failure.type).toBe(how === 'down' ? 'noAnswer' : 'HistoryIncomplete');
      expect(failure.nonRetryable).toBe(false);
      expect(bench.accounts.asked).toEqual([]);
      expect(bench.fake.ledger).toHaveLength(0);
    },
  );

  test('behavior: our id is there already → found, no grant asked', async () => {
    const bench = createBench(byClientId);
    bench.fake.scripts.push({ pays: true, answer: 'unknown' });
    await submit(bench);
    const result = await submit(bench, aSubmit(bench), { attempt: 2 });
    expect(result).toMatchObject({ kind: 'found', record: { exchangeWithdrawalId: 'x1' } });
    expect(bench.fake.ledger).toHaveLength(1);
  });

  test('error: a look too slow for the send to fit into the attempt → tried again, nothing granted', async () => {
    const bench = createBench();
    bench.fake.lookTakesMs = 13_000;
    const failure = await failureOf(submit(bench));
    expect(failure.type).toBe('SlowLookUp');
    expect(bench.accounts.asked).toEqual([]);
  });
});
