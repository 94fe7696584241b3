import { describe, expect, test } from '@jest/globals';

import { createBudgetWorld, measureDetection, percentile } from '../support/budgetWorld.ts';

const minute = 60_000;

describe('statusFeed under a limit', () => {
  test.each([
    [1_000, 8],
    [5_000, 8],
    [5_000, 10],
  ])(
    'behavior: %i in flight, 100 ids a request, %i requests a second: p99 stays within 1.25 × the floor',
    async (inFlight, rate) => {
      const world = createBudgetWorld({ rate, cadence: { baseIntervalMs: 500 } });
      const ids = world.open(inFlight);
      await world.clock.pass(10_000);
      const [before, beganMs] = [world.requests.length, world.clock.now()];
      const latencies = await measureDetection(world, ids, { count: 200, overMs: 13_100 });
      const floorMs = (Math.ceil(inFlight / 100) / rate) * 1_000;
      expect(latencies).toHaveLength(200);
      expect(percentile(latencies, 0.99)).toBeLessThan(1.25 * floorMs);
      expect(percentile(latencies, 0.5)).toBeLessThan(0.75 * floorMs);
      // Nearly the whole limit is used, and no queue builds up in front of it.
      const perSecond = ((world.requests.length - before) / (world.clock.now() - beganMs)) * 1_000;
      expect(perSecond).toBeGreaterThan(0.95 * rate);
      expect(world.limit.mostWaiting).toBeLessThanOrEqual(2);
      world.feed.close();
    },
  );

  test('behavior: an exchange that answers after two seconds is asked as often as the limit allows', async () => {
    const world = createBudgetWorld({ rate: 8, latencyMs: 2_000, cadence: { baseIntervalMs: 500 } });
    const ids = world.open(3_000);
    await world.clock.pass(30_000);
    expect(world.requests.length).toBeGreaterThan(0.95 * 8 * 30);
    expect(world.limit.mostAtOnce).toBeGreaterThan(10);
    // Answers that come after the next read is due must not favour some withdrawals over others.
    const counts = ids.map(world.readsOf);
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(2);
    world.feed.close();
  });

  test('behavior: few in flight are read at the pace of their age, whatever the limit would let through', async () => {
    const world = createBudgetWorld();
    const ids = world.open(50);
    await world.clock.pass(minute);
    expect(world.requests.length).toBeGreaterThanOrEqual(28);
    expect(world.requests.length).toBeLessThanOrEqual(31);
    for (const id of ids) expect(world.readsOf(id)).toBe(world.requests.length);
    world.feed.close();
  });

  test('behavior: waits that began at different times fill one request instead of one each', async () => {
    const world = createBudgetWorld();
    for (let index = 0; index < 50; index += 1) {
      world.open(2);
      await world.clock.pass(37);
    }
    const before = world.requests.length;
    await world.clock.pass(minute);
    expect(world.requests.length - before).toBeLessThanOrEqual(62);
    world.feed.close();
  });

  test('behavior: under a short budget the young are read more often than the old, and nobody starves', async () => {
    const world = createBudgetWorld({ rate: 2, cadence: { baseIntervalMs: 1_000 } });
    const old = world.open(2_000, 120 * minute);
    const young = world.open(400);
    await world.clock.pass(160_000);
    const readsOf = (ids: readonly string[]): number[] => {
      const counts = new Map<string, number>();
      for (const request of world.requests) for (const id of request.ids) counts.set(id, (counts.get(id) ?? 0) + 1);
      return ids.map((id) => counts.get(id) ?? 0);
    };
    const [ofYoung, ofOld] = [readsOf(young), readsOf(old)];
    expect(Math.min(...ofOld)).toBeGreaterThanOrEqual(2);
    expect(Math.min(...ofYoung)).toBeGreaterThanOrEqual(6 * Math.min(...ofOld));
    expect(Math.max(...ofYoung) - Math.min(...ofYoung)).toBeLessThanOrEqual(3);
    expect(Math.max(...ofOld) - Math.min(...ofOld)).toBeLessThanOrEqual(2);
    world.feed.close();
  });

  test('behavior: one batch that fails delays nobody else', async () => {
    const world = createBudgetWorld({ rate: 8, cadence: { baseIntervalMs: 500 } });
    const ids = world.open(1_000);
    await world.clock.pass(5_000);
    world.poison.add(ids[0] ?? '');
    await world.clock.pass(2_000);
    const latencies = await measureDetection(world, ids.slice(200), { count: 200, overMs: 20_000 });
    expect([latencies.length, percentile(latencies, 0.99) < 2_000]).toEqual([200, true]);
    world.feed.close();
  });

  test('behavior: one that spoils the answer of its whole batch soon stands alone', async () => {
    const world = createBudgetWorld();
    const ids = world.open(80);
    const [bad = ''] = ids;
    world.poison.add(bad);
    await world.clock.pass(minute);
    expect(world.requests.filter(({ ids: asked }) => asked.includes(bad)).at(-1)?.ids).toEqual([bad]);
    const latencies = await measureDetection(world, ids.slice(1), { count: 79, overMs: 30_000 });
    expect([latencies.length, percentile(latencies, 1) < 2_200]).toEqual([79, true]);
    world.feed.close();
  });

  test('behavior: after an outage all are read again at once, in full batches', async () => {
    const world = createBudgetWorld({ rate: 8, cadence: { steps: [], oldFactor: 1 } });
    const ids = world.open(1_000);
    await world.clock.pass(5_000);
    world.fake.down = 'noAnswer';
    const failing = world.requests.length;
    await world.clock.pass(10 * minute);
    expect(world.requests.length - failing).toBeLessThan(40);
    world.fake.down = null;
    await world.clock.pass(31_000);
    const latencies = await measureDetection(world, ids, { count: 200, overMs: 20_000 });
    expect([latencies.length, percentile(latencies, 0.99) < 2_500]).toEqual([200, true]);
    world.feed.close();
  });

  test('behavior: a flood of nudges is not a flood of requests, and starves nobody', async () => {
    const world = createBudgetWorld({ rate: 8, cadence: { baseIntervalMs: 10_000 } });
    const [loud = '', ...ids] = world.open(150);
    await world.clock.pass(10_500);
    const before = world.requests.length;
    for (let index = 0; index < 2_000; index += 1) {
      world.feed.nudge(loud);
      await world.clock.pass(10);
    }
    expect(world.requests.length - before).toBeLessThanOrEqual(2 * 20 + 6);
    for (const id of ids) expect(world.readsOf(id)).toBeGreaterThanOrEqual(2);
    world.feed.close();
  });

  test('behavior: a nudge is answered by a read that began after it, however slow the cadence', async () => {
    const world = createBudgetWorld({ cadence: { baseIntervalMs: minute } });
    const ids = world.open(300);
    await world.clock.pass(5_000);
    const [id = ''] = ids;
    world.change(id);
    world.feed.nudge(id);
    await world.clock.pass(300);
    expect(world.seen.get(id)).toHaveLength(1);
    world.feed.close();
  });

  test('behavior: who comes while a read is under way is not answered by it', async () => {
    const world = createBudgetWorld({ latencyMs: 400, cadence: { baseIntervalMs: minute } });
    const [id = ''] = world.open(1);
    await world.clock.pass(100);
    expect(world.requests).toHaveLength(1);
    // The answer under way still shows the old status. The wait that begins now has seen the new one already.
    world.fake.setStatus(id, { exchangeStatus: 'later word' });
    const stop = new AbortController();
    const answered = { kind: 'none' };
    void world.feed
      .wait({
        target: { exchangeWithdrawalId: id, clientWithdrawalId: null, asset: 'USDT', notBeforeMs: 0 },
        followingSinceMs: world.clock.now(),
        expectation: {
          lastSeen: { exchangeStatus: 'later word', status: 'PENDING', txid: null, action: null },
          missing: false,
          confirmMoneyBackMs: 60_000,
          recordMissingMs: 300_000,
        },
        signal: stop.signal,
      })
      .then(({ kind }) => (answered.kind = kind));
    await world.clock.pass(5_000);
    expect([answered.kind, world.requests.length]).toEqual(['none', 2]);
    stop.abort();
    world.feed.close();
  });
});
