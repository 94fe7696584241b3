import { describe, expect, test } from '@jest/globals';

import type { AwaitStatusInput } from '../../activities/contract.ts';
import { defaultPolicy } from '../../domain/policy.ts';
import { anEnvironment, attempt, type Bench, createBench, failureOf, isBenign, runIn } from './support/bench.ts';

const pending = { exchangeStatus: 'pending', status: 'PENDING', txid: null, action: null };

function aWait(bench: Bench, id: string, change: Partial<AwaitStatusInput> = {}): AwaitStatusInput {
  return {
    account: 'fake/treasury',
    accountIdentity: 'id-1',
    withdrawalId: 'w-1',
    exchangeWithdrawalId: id,
    clientWithdrawalId: null,
    asset: 'USDT',
    notBeforeMs: bench.clock.now(),
    lastSeen: pending,
    missing: false,
    deadlineAt: null,
    followingSinceMs: bench.clock.now(),
    policy: defaultPolicy,
    ...change,
  };
}

const at = (bench: Bench, ms: number): string => new Date(bench.clock.now() + ms).toISOString();

describe('awaitStatusChange', () => {
  test('behavior: returns what changed, and only then', async () => {
    const bench = createBench();
    const { exchangeWithdrawalId: id } = bench.fake.addRecord();
    const waiting = attempt(bench, 'awaitStatusChange', aWait(bench, id));
    await bench.clock.pass(30_000);
    bench.fake.setStatus(id, { status: 'L1_CONFIRMING', exchangeStatus: 'sending' });
    const result = await bench.clock.run(waiting);
    expect(result).toMatchObject({ kind: 'changed', record: { status: 'L1_CONFIRMING' } });
  });

  test.each([
    ['txid', { txid: '0xabc' }],
    ['exchangeStatus', { exchangeStatus: 'pending2' }],
    ['action', { action: 'confirmInApp' as const }],
  ])('behavior: another %s is a change', async (_field, change) => {
    const bench = createBench();
    const { exchangeWithdrawalId: id } = bench.fake.addRecord(change);
    expect((await bench.clock.run(attempt(bench, 'awaitStatusChange', aWait(bench, id)))).kind).toBe('changed');
  });

  test('behavior: accepted but not yet read: the first plain PENDING is no change', async () => {
    const bench = createBench();
    const { exchangeWithdrawalId: id } = bench.fake.addRecord();
    const failure = await bench.clock.run(
      failureOf(
        attempt(bench, 'awaitStatusChange', aWait(bench, id, { lastSeen: { ...pending, exchangeStatus: null } })),
      ),
    );
    expect(failure.type).toBe('Following');
  });

  test('behavior: at the end of its hold it fails as expected, without delay, saying how it stands', async () => {
    const bench = createBench();
    const { exchangeWithdrawalId: id } = bench.fake.addRecord();
    const startMs = bench.clock.now();
    const failure = await bench.clock.run(failureOf(attempt(bench, 'awaitStatusChange', aWait(bench, id))));
    expect(failure).toMatchObject({ type: 'Following', nextRetryDelay: 1 });
    expect(isBenign(failure)).toBe(true);
    expect(failure.message).toMatch(/^PENDING \(pending\), last read \d s ago$/);
    const heldMs = bench.clock.now() - startMs;
    expect(heldMs).toBeGreaterThanOrEqual(defaultPolicy.followHoldMs * 0.8);
    expect(heldMs).toBeLessThanOrEqual(defaultPolicy.followHoldMs * 1.2);
    // A read that was about to begin may still run. After it, no timer is left for what nobody waits for.
    await bench.clock.pass(100);
    expect(bench.clock.pendingTimers).toBe(0);
  });

  test('behavior: a money-back final needs two reads far enough apart, over a change of hold', async () => {
    const bench = createBench();
    const { exchangeWithdrawalId: id } = bench.fake.addRecord({ status: 'FAILED', exchangeStatus: 'failed' });
    const startMs = bench.clock.now();
    const input = aWait(bench, id, { policy: { ...defaultPolicy, followHoldMs: 30_000 } });
    expect((await bench.clock.run(failureOf(attempt(bench, 'awaitStatusChange', input)))).type).toBe('Following');
    let outcome: unknown = null;
    for (let tries = 0; tries < 10 && outcome === null; tries += 1) {
      outcome = await bench.clock.run(attempt(bench, 'awaitStatusChange', input).catch(() => null));
    }
    expect(outcome).toMatchObject({ kind: 'changed', record: { status: 'FAILED' } });
    expect(bench.clock.now() - startMs).toBeGreaterThanOrEqual(defaultPolicy.confirmMoneyBackMs);
    expect(bench.clock.now() - startMs).toBeLessThan(defaultPolicy.confirmMoneyBackMs + 5_000);
  });

  test('behavior: a delivered one is told at the first read', async () => {
    const bench = createBench();
    const { exchangeWithdrawalId: id } = bench.fake.addRecord({ status: 'L1_COMPLETED', exchangeStatus: 'done' });
    const startMs = bench.clock.now();
    await bench.clock.run(attempt(bench, 'awaitStatusChange', aWait(bench, id)));
    expect(bench.clock.now() - startMs).toBeLessThan(100);
  });

  test('behavior: a row that flaps back from FAILED is never told as FAILED', async () => {
    const bench = createBench();
    const { exchangeWithdrawalId: id } = bench.fake.addRecord({ status: 'FAILED', exchangeStatus: 'failed' });
    const waiting = attempt(bench, 'awaitStatusChange', aWait(bench, id));
    await bench.clock.pass(50_000);
    bench.fake.setStatus(id, { status: 'PENDING', exchangeStatus: 'pending' });
    await bench.clock.pass(5_000);
    bench.fake.setStatus(id, { status: 'FAILED', exchangeStatus: 'failed' });
    await bench.clock.pass(40_000);
    bench.fake.setStatus(id, { status: 'L1_COMPLETED', exchangeStatus: 'done' });
    expect(await bench.clock.run(waiting)).toMatchObject({ kind: 'changed', record: { status: 'L1_COMPLETED' } });
  });

  test('behavior: missing only after enough complete reads; not again once known; told when it is back', async () => {
    const bench = createBench();
    const { exchangeWithdrawalId: id } = bench.fake.addRecord();
    bench.fake.hidden.add(id);
    const startMs = bench.clock.now();
    let outcome: unknown = null;
    for (let tries = 0; tries < 5 && outcome === null; tries += 1)
      outcome = await bench.clock.run(
        attempt(bench, 'awaitStatusChange', aWait(bench, id, { followingSinceMs: startMs })).catch(() => null),
      );
    expect(outcome).toMatchObject({ kind: 'missing', since: expect.any(String) });
    expect(bench.clock.now() - startMs).toBeGreaterThanOrEqual(defaultPolicy.recordMissingMs);
    const known = aWait(bench, id, { missing: true });
    expect((await bench.clock.run(failureOf(attempt(bench, 'awaitStatusChange', known)))).message).toContain(
      'not shown by the exchange since',
    );
    const back = attempt(bench, 'awaitStatusChange', known);
    bench.fake.hidden.clear();
    expect(await bench.clock.run(back)).toMatchObject({ kind: 'changed', record: { status: 'PENDING' } });
  });

  test('behavior: unreadable is told as such, after as long as a missing one; never as a change', async () => {
    const bench = createBench();
    const { exchangeWithdrawalId: id } = bench.fake.addRecord();
    bench.fake.unreadable.add(id);
    const startMs = bench.clock.now();
    let outcome: unknown = null;
    for (let tries = 0; tries < 5 && outcome === null; tries += 1)
      outcome = await bench.clock.run(
        attempt(bench, 'awaitStatusChange', aWait(bench, id, { followingSinceMs: startMs })).catch(() => null),
      );
    expect(outcome).toMatchObject({ kind: 'missing', unreadable: true });
    expect(bench.clock.now() - startMs).toBeGreaterThanOrEqual(defaultPolicy.recordMissingMs);
    bench.fake.setStatus(id, { status: 'FAILED', exchangeStatus: 'failed' });
    expect(
      (await bench.clock.run(failureOf(attempt(bench, 'awaitStatusChange', aWait(bench, id, { missing: true })))))
        .message,
    ).toContain('cannot be read since');
  });

  test.each(['down', 'notRead'] as const)('behavior: %s is not missing and changes nothing', async (how) => {
    const bench = createBench();
    const { exchangeWithdrawalId: id } = bench.fake.addRecord();
    if (how === 'down') bench.fake.down = 'unreachable';
    else bench.fake[how].add(id);
    const messages: string[] = [];
    for (let tries = 0; tries < 4; tries += 1)
      messages.push((await bench.clock.run(failureOf(attempt(bench, 'awaitStatusChange', aWait(bench, id))))).message);
    if (how === 'down') expect(messages.at(-1)).toMatch(/^exchange unreachable since 2026-11-21T08:00:0\d/);
  });

  test('behavior: the deadline comes, also while the exchange is down, and at once when it has passed', async () => {
    const bench = createBench();
    bench.fake.down = 'noAnswer';
    const startMs = bench.clock.now();
    expect(
      await bench.clock.run(attempt(bench, 'awaitStatusChange', aWait(bench, 'x9', { deadlineAt: at(bench, 10_000) }))),
    ).toEqual({ kind: 'deadline' });
    expect(bench.clock.now() - startMs).toBe(10_000);
    bench.identity.verified = null;
    expect(
      await bench.clock.run(attempt(bench, 'awaitStatusChange', aWait(bench, 'x9', { deadlineAt: at(bench, -1) }))),
    ).toEqual({ kind: 'deadline' });
  });

  test('error: another identity never delivers', async () => {
    const bench = createBench();
    bench.identity.verified = 'id-2';
    const { exchangeWithdrawalId: id } = bench.fake.addRecord({ status: 'L1_COMPLETED' });
    expect((await bench.clock.run(failureOf(attempt(bench, 'awaitStatusChange', aWait(bench, id))))).type).toBe(
      'AccountMismatch',
    );
    expect(bench.fake.statusReads).toHaveLength(0);
  });

  test('behavior: a stopping worker hands over at once', async () => {
    const bench = createBench();
    const { exchangeWithdrawalId: id } = bench.fake.addRecord();
    const { environment } = anEnvironment(bench);
    const running = failureOf(runIn(bench, environment, 'awaitStatusChange', aWait(bench, id)));
    await bench.clock.pass(1_000);
    environment.cancel('WORKER_SHUTDOWN');
    const failure = await bench.clock.run(running);
    expect(failure.type).toBe('HandOver');
    expect(bench.feed.stats().waiters).toBe(0);
  });
});
