import { describe, expect, test } from '@jest/globals';

import {
  AbnormalEndError,
  TemporalSetupError,
  TemporalUnreachableError,
  WithdrawalNotFoundError,
} from '../../../client/errors.ts';
import { createResultWatcher, type ResultWatcher } from '../../../client/temporal/resultWatcher.ts';
import type { RunReader } from '../../../client/temporal/runReader.ts';
import { aRequest, aResult, aState } from '../support/builders.ts';

/** Withdrawals that close when told to; counts what is asked, and shows closes in its list late or never, as told. */
class FakeRuns implements RunReader {
  readonly closed = new Map<string, number>();
  readonly listed = new Set<string>();
  readonly failing = new Map<string, Error>();
  lists = 0;
  reads = 0;
  readsAtOnce = 0;
  mostReadsAtOnce = 0;
  outage: Error | null = null;

  close(withdrawalId: string, visible = true): void {
    this.closed.set(withdrawalId, Date.now());
    if (visible) this.listed.add(withdrawalId);
  }

  async *listClosed(sinceMs: number): AsyncGenerator<{ withdrawalId: string; closedAtMs: number }> {
    this.lists++;
    if (this.outage !== null) throw this.outage;
    for (const [withdrawalId, closedAtMs] of this.closed)
      if (closedAtMs >= sinceMs && this.listed.has(withdrawalId)) yield { withdrawalId, closedAtMs };
  }

  async readResult(withdrawalId: string): ReturnType<RunReader['readResult']> {
    this.reads++;
    this.mostReadsAtOnce = Math.max(this.mostReadsAtOnce, ++this.readsAtOnce);
    // As it is when the read begins: a close that comes while it is under way is for the next one.
    const hasClosed = this.closed.has(withdrawalId);
    await new Promise((resolve) => setImmediate(resolve));
    this.readsAtOnce--;
    const failure = this.outage ?? this.failing.get(withdrawalId);
    if (failure !== undefined) throw failure;
    return hasClosed ? aResult(aState({ request: aRequest({ withdrawalId }) })) : null;
  }
}

const quick = { pollMs: 5, describeMs: 10_000 };

function setUp(times = quick): { runs: FakeRuns; watcher: ResultWatcher } {
  const runs = new FakeRuns();
  return { runs, watcher: createResultWatcher(runs, Date.now, times) };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 2));
}

describe('resultWatcher', () => {
  test('behavior: what has settled before is answered at once', async () => {
    const { runs, watcher } = setUp();
    runs.close('w-1', false);
    expect(await watcher.wait('w-1')).toMatchObject({ withdrawalId: 'w-1' });
  });

  test('behavior: two thousand wait with one list query a round and few reads at once', async () => {
    const { runs, watcher } = setUp();
    const ids = Array.from({ length: 2_000 }, (_, index) => `w-${index}`);
    const waits = ids.map((id) => watcher.wait(id));
    await until(() => runs.reads >= 2_000);
    const before = runs.reads;
    const lists = runs.lists;
    await until(() => runs.lists >= lists + 3);
    expect(runs.reads).toBe(before);
    for (const id of ids) runs.close(id);
    const results = await Promise.all(waits);
    expect(results.map((one) => one.withdrawalId)).toEqual(ids);
    expect(runs.reads).toBe(before + 2_000);
    expect(runs.mostReadsAtOnce).toBeLessThanOrEqual(10);
  });

  test('behavior: a close that the list never shows is found by the slow look', async () => {
    const { runs, watcher } = setUp({ pollMs: 5, describeMs: 20 });
    const wait = watcher.wait('w-1');
    await until(() => runs.reads > 0);
    runs.close('w-1', false);
    expect(await wait).toMatchObject({ withdrawalId: 'w-1' });
  });

  test('behavior: many wait for one with one read', async () => {
    const { runs, watcher } = setUp();
    const waits = [watcher.wait('w-1'), watcher.wait('w-1'), watcher.wait('w-1')];
    await until(() => runs.reads === 1);
    runs.close('w-1');
    await Promise.all(waits);
    expect(runs.reads).toBe(2);
  });

  test('behavior: an unreachable server is no outcome, and is not asked in a hot loop', async () => {
    const { runs, watcher } = setUp();
    runs.outage = new TemporalUnreachableError({ reason: 'down' });
    const wait = watcher.wait('w-1');
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(runs.lists).toBeLessThan(10);
    runs.outage = null;
    runs.close('w-1');
    expect(await wait).toMatchObject({ withdrawalId: 'w-1' });
  });

  test('behavior: a server that answered before may lack its namespace for a minute, while it restarts', async () => {
    const runs = new FakeRuns();
    let nowMs = Date.now();
    const watcher = createResultWatcher(runs, () => nowMs, quick);
    const [first, second] = [watcher.wait('w-1'), watcher.wait('w-2')];
    second.catch(() => undefined);
    await until(() => runs.lists > 1);
    runs.outage = new TemporalSetupError('namespace', 'The Temporal server has no namespace default.', {
      hint: 'name another',
    });
    const asked = runs.lists;
    await until(() => runs.lists > asked + 1);
    runs.outage = null;
    runs.close('w-1');
    expect(await first).toMatchObject({ withdrawalId: 'w-1' });
    runs.outage = new TemporalSetupError('namespace', 'The Temporal server has no namespace default.', {
      hint: 'name another',
    });
    nowMs += 61_000;
    await expect(second).rejects.toThrow(TemporalSetupError);
  });

  test('error: a server that never had the namespace is told at once', async () => {
    const { runs, watcher } = setUp();
    runs.outage = new TemporalSetupError('namespace', 'The Temporal server has no namespace default.', {
      hint: 'name another',
    });
    await expect(watcher.wait('w-1')).rejects.toThrow(TemporalSetupError);
    expect(runs.lists).toBe(1);
  });

  test('error: abnormal end and unknown id reject that one only', async () => {
    const { runs, watcher } = setUp();
    runs.failing.set('w-1', new AbnormalEndError('w-1', 'TERMINATED'));
    runs.failing.set('w-2', new WithdrawalNotFoundError('w-2', 'default'));
    const third = watcher.wait('w-3');
    await expect(watcher.wait('w-1')).rejects.toMatchObject({ kind: 'abnormalEnd' });
    await expect(watcher.wait('w-2')).rejects.toMatchObject({ kind: 'withdrawalNotFound' });
    runs.close('w-3');
    await third;
  });

  test('error: a timeout gives up this wait only; closing ends all', async () => {
    const { runs, watcher } = setUp();
    const patient = watcher.wait('w-1');
    await expect(watcher.wait('w-1', 0.02)).rejects.toMatchObject({ kind: 'resultTimeout' });
    watcher.close();
    await expect(patient).rejects.toMatchObject({ kind: 'clientClosed' });
    await expect(watcher.wait('w-2')).rejects.toMatchObject({ kind: 'clientClosed' });
    const { lists } = runs;
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(runs.lists).toBeLessThanOrEqual(lists + 1);
  });
});
