import { describe, expect, test } from '@jest/globals';

import { defaultCadence, intervalAt } from '../../../activities/feed/cadence.ts';
import type { FeedWait } from '../../../activities/feed/statusFeed.ts';
import { type Bench, createBench } from '../support/bench.ts';

function aFeedWait(bench: Bench, id: string, change: Partial<FeedWait> = {}): FeedWait {
  return {
    target: { exchangeWithdrawalId: id, clientWithdrawalId: null, asset: 'USDT', notBeforeMs: bench.clock.now() },
    followingSinceMs: bench.clock.now(),
    expectation: {
      lastSeen: { exchangeStatus: 'pending', status: 'PENDING', txid: null, action: null },
      missing: false,
      confirmMoneyBackMs: 60_000,
      recordMissingMs: 300_000,
    },
    signal: new AbortController().signal,
    ...change,
  };
}

describe('statusFeed', () => {
  test('behavior: two hundred waits are one read, and one read answers them all', async () => {
    const bench = createBench();
    const ids = Array.from({ length: 200 }, () => bench.fake.addRecord().exchangeWithdrawalId);
    const waits = ids.map((id) => bench.feed.wait(aFeedWait(bench, id)));
    await bench.clock.pass(1_000);
    expect(bench.feed.stats()).toMatchObject({ waiters: 200, reads: 1 });
    for (const id of ids) bench.fake.setStatus(id, { status: 'L1_CONFIRMING', exchangeStatus: 'sending' });
    const answers = await bench.clock.run(Promise.all(waits));
    expect(answers.every((answer) => answer.kind === 'changed')).toBe(true);
    expect(bench.feed.stats()).toMatchObject({ waiters: 0, reads: 2 });
    expect(bench.fake.statusReads[1]).toHaveLength(200);
  });

  test('behavior: nobody waits → no reads, no timers', async () => {
    const bench = createBench();
    const stop = new AbortController();
    const wait = bench.feed.wait(
      aFeedWait(bench, bench.fake.addRecord().exchangeWithdrawalId, { signal: stop.signal }),
    );
    await bench.clock.pass(10_000);
    stop.abort();
    expect(await wait).toEqual({ kind: 'stopped' });
    await bench.clock.settle();
    const { reads } = bench.feed.stats();
    await bench.clock.pass(3_600_000);
    expect(bench.feed.stats().reads).toBe(reads);
    expect(bench.clock.pendingTimers).toBe(0);
  });

  test('behavior: the young are read often, the old seldom; the window reaches back as far as needed', async () => {
    const bench = createBench();
    const young = bench.fake.addRecord().exchangeWithdrawalId;
    const old = bench.fake.addRecord().exchangeWithdrawalId;
    const hour = 3_600_000;
    void bench.feed.wait(aFeedWait(bench, young));
    void bench.feed.wait(
      aFeedWait(bench, old, {
        followingSinceMs: bench.clock.now() - 2 * hour,
        target: {
          exchangeWithdrawalId: old,
          clientWithdrawalId: null,
          asset: 'USDT',
          notBeforeMs: bench.clock.now() - 2 * hour,
        },
      }),
    );
    await bench.clock.pass(61_000);
    const readsOf = (id: string): number =>
      bench.fake.statusReads.filter((read) => read.some((one) => one.exchangeWithdrawalId === id)).length;
    expect(readsOf(young)).toBeGreaterThanOrEqual(28);
    expect(readsOf(old)).toBe(2);
    bench.feed.close();
  });

  test('behavior: the wait after a change keeps its pace: a gap without waiters slows nothing', async () => {
    const bench = createBench();
    const id = bench.fake.addRecord().exchangeWithdrawalId;
    const first = bench.feed.wait(aFeedWait(bench, id));
    await bench.clock.pass(100);
    bench.fake.setStatus(id, { status: 'L1_CONFIRMING', exchangeStatus: 'sending' });
    await bench.clock.run(first);
    const lastSeen = { exchangeStatus: 'sending', status: 'L1_CONFIRMING', txid: null, action: null };
    const before = bench.clock.now();
    const second = bench.feed.wait(
      aFeedWait(bench, id, {
        expectation: { lastSeen, missing: false, confirmMoneyBackMs: 60_000, recordMissingMs: 300_000 },
      }),
    );
    bench.fake.setStatus(id, { status: 'L1_COMPLETED', exchangeStatus: 'done' });
    expect((await bench.clock.run(second)).kind).toBe('changed');
    expect(bench.clock.now() - before).toBeLessThanOrEqual(2_100);
  });

  test.each([
    [0, 2_000],
    [119_999, 2_000],
    [120_000, 5_000],
    [600_000, 15_000],
    [3_600_000, 60_000],
  ])('behavior: at the age of %i ms it is read every %i ms', (ageMs, expected) => {
    expect(intervalAt(defaultCadence, ageMs)).toBe(expected);
  });

  test('behavior: one unreadable row affects only its own withdrawal', async () => {
    const bench = createBench();
    const [bad, good] = [bench.fake.addRecord().exchangeWithdrawalId, bench.fake.addRecord().exchangeWithdrawalId];
    bench.fake.unreadable.add(bad);
    void bench.feed.wait(aFeedWait(bench, bad));
    const wait = bench.feed.wait(aFeedWait(bench, good));
    await bench.clock.pass(3_000);
    bench.fake.setStatus(good, { status: 'L1_COMPLETED', exchangeStatus: 'done' });
    expect((await bench.clock.run(wait)).kind).toBe('changed');
    expect(bench.feed.look(bad).observation.unreadable).not.toBeNull();
    expect(bench.feed.stats().waiters).toBe(1);
    bench.feed.close();
  });

  test('behavior: failing reads back off to 30 s; told once after 2 min, and once when they work again', async () => {
    const bench = createBench();
    bench.fake.down = 'unreachable';
    void bench.feed.wait(aFeedWait(bench, bench.fake.addRecord().exchangeWithdrawalId));
    await bench.clock.pass(119_000);
    expect(bench.health).toEqual([]);
    await bench.clock.pass(3_600_000);
    expect(bench.health).toMatchObject([
      { attention: 'exchangeUnreachable', active: true, since: '2026-11-21T08:00:00.020Z' },
    ]);
    expect(bench.fake.statusReads.length).toBeLessThan(130);
    bench.fake.down = null;
    await bench.clock.pass(31_000);
    expect(bench.health).toMatchObject([{ active: true }, { attention: 'exchangeUnreachable', active: false }]);
    bench.feed.close();
  });

  test('behavior: refused for the clock is told as clock skew', async () => {
    const bench = createBench();
    bench.fake.down = 'clockSkew';
    void bench.feed.wait(aFeedWait(bench, bench.fake.addRecord().exchangeWithdrawalId));
    await bench.clock.pass(180_000);
    expect(bench.health).toMatchObject([{ attention: 'clockSkew', active: true }]);
    bench.feed.close();
  });

  test('behavior: a nudge reads at once; one during a read has it read again', async () => {
    const bench = createBench();
    const id = bench.fake.addRecord().exchangeWithdrawalId;
    void bench.feed.wait(aFeedWait(bench, id, { followingSinceMs: 0 }));
    await bench.clock.pass(1_000);
    expect(bench.feed.stats().reads).toBe(1);
    bench.fake.statusReadTakesMs = 500;
    bench.feed.nudge(id);
    await bench.clock.pass(100);
    expect(bench.feed.stats().reads).toBe(2);
    bench.feed.nudge();
    await bench.clock.pass(2_000);
    expect(bench.feed.stats().reads).toBe(3);
    bench.feed.close();
  });

  test('behavior: shutdown answers everyone, spread over time, and later waits at once', async () => {
    const bench = createBench();
    const waits = Array.from({ length: 50 }, () =>
      bench.feed.wait(aFeedWait(bench, bench.fake.addRecord().exchangeWithdrawalId)),
    );
    await bench.clock.pass(1_000);
    const down = bench.feed.shutdown(2_000);
    expect(bench.feed.closing.aborted).toBe(true);
    await bench.clock.run(down);
    expect((await Promise.all(waits)).every((answer) => answer.kind === 'closing')).toBe(true);
    expect(await bench.feed.wait(aFeedWait(bench, 'later'))).toEqual({ kind: 'closing' });
    await bench.clock.settle();
    expect(bench.clock.pendingTimers).toBe(0);
  });

  test('behavior: close answers everyone at once', async () => {
    const bench = createBench();
    const wait = bench.feed.wait(aFeedWait(bench, bench.fake.addRecord().exchangeWithdrawalId));
    bench.feed.close();
    expect(await wait).toEqual({ kind: 'closing' });
  });
});
