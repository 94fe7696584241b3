import { setMaxListeners } from 'node:events';

import { failsForAll } from '../../domain/failsForAll.ts';
import type { Log } from '../../domain/log.ts';
import { ExchangeError } from '../../exchanges/errors.ts';
import type { Exchange } from '../../exchanges/exchange.ts';
import type { Sleep } from '../sleep.ts';
import { applyView } from './applyView.ts';
import { type Cadence, defaultCadence } from './cadence.ts';
import { chooseRead } from './chooseRead.ts';
import { createFeedBackoff } from './feedBackoff.ts';
import {
  dropIdle,
  earliestDueMs,
  type FeedAnswer,
  type FeedEntry,
  type FeedWaiter,
  intervalOf,
  newEntry,
  nudge,
  targetOf,
} from './feedEntries.ts';
import { createFeedHealth, type FeedHealthReport } from './feedHealth.ts';
import { createFeedLoop } from './feedLoop.ts';
import { newsFor, unseen } from './observation.ts';
import { readForFeed } from './readForFeed.ts';
import { createReadSlots } from './readSlots.ts';
import type { StatusFeed } from './statusFeed.ts';

export type StatusFeedInput = {
  readonly exchange: Pick<Exchange, 'readStatuses' | 'capabilities'>;
  readonly account: string;
  readonly nowMs: () => number;
  readonly sleep: Sleep;
  readonly cadence?: Cadence;
  /** Called when reads have failed for `unhealthyAfterMs` (default 2 min), and when they work again. */
  readonly onHealth: (report: FeedHealthReport) => void;
  readonly unhealthyAfterMs?: number;
  readonly log: Log;
};

/** Waits that begin together are read together. */
const gatherMs = 20;

/**
 * One loop while anybody waits; no work, timers or requests otherwise. No more reads wait for the limit than it takes
 * to use it.
 */
export function createStatusFeed(input: StatusFeedInput): StatusFeed {
  const { nowMs, sleep } = input;
  const cadence = input.cadence ?? defaultCadence;
  const batch = input.exchange.capabilities.statusBatch;
  const health = createFeedHealth({ nowMs, afterMs: input.unhealthyAfterMs ?? 120_000, onHealth: input.onHealth });
  const backoff = createFeedBackoff({ nowMs, baseMs: cadence.baseIntervalMs });
  const slots = createReadSlots(batch.kind);
  const entries = new Map<string, FeedEntry>();
  const closing = new AbortController();
  // Every request under way listens: that is no leak.
  setMaxListeners(0, closing.signal);
  const counts = { waiters: 0, reads: 0, failedReads: 0 };
  let turns = 0;
  const nextTurn = (): number => (turns += 1);

  const isBusy = (): boolean => slots.isBusy(backoff.isInTrouble());
  const readableMs = (dueMs: number): number =>
    isBusy() ? Number.POSITIVE_INFINITY : Math.max(dueMs, backoff.notBeforeMs());

  const loop = createFeedLoop({
    nowMs,
    sleep,
    nextWorkMs() {
      const dueMs = earliestDueMs(entries);
      if (closing.signal.aborted || (dueMs === null && slots.count() === 0)) return null;
      return readableMs(dueMs ?? Number.POSITIVE_INFINITY);
    },
    work: beginRead,
  });

  async function beginRead(): Promise<void> {
    let chosen = choose();
    // A full request has nobody to wait for.
    if (batch.kind === 'page' || chosen.length < batch.size) {
      await sleep(gatherMs);
      chosen = choose();
    }
    if (chosen.length > 0 && !closing.signal.aborted) void read(chosen);
  }

  function choose(): FeedEntry[] {
    return chooseRead(entries, { batch, cadence, nowMs: nowMs() });
  }

  async function read(chosen: readonly FeedEntry[]): Promise<void> {
    const beganMs = nowMs();
    const slot = slots.begin();
    const onTurn = (): void => {
      if (slot.noteTurn()) loop.wake();
    };
    counts.reads += 1;
    for (const entry of chosen) entry.reading = true;
    try {
      await readForFeed({
        exchange: input.exchange,
        targets: chosen.flatMap((entry) => targetOf(entry) ?? []),
        entries,
        context: { priority: 'poll', signal: closing.signal, onTurn },
        nowMs,
        nextTurn,
        onView: (entry, view, span) => applyView({ entry, view, span, cadence, settle }),
      });
      health.succeeded();
      backoff.succeeded(beganMs);
    } catch (error) {
      // An aborted read comes back as whatever the adapter made of it.
      if (!closing.signal.aborted) noteFailure(chosen, error, beganMs);
    } finally {
      for (const entry of chosen) entry.reading = false;
      dropIdle(entries, nowMs());
      slot.end();
      loop.wake();
    }
  }

  function noteFailure(chosen: readonly FeedEntry[], error: unknown, beganMs: number): void {
    counts.failedReads += 1;
    health.failed(error);
    const failures = 1 + Math.max(0, ...chosen.map((entry) => entry.failures));
    const dueMs = backoff.failed(error, { beganMs, failures, isAlone: batch.kind === 'page' || chosen.length === 1 });
    for (const entry of chosen) {
      if (entry.readMs > beganMs) continue;
      if (!concernsAll(error)) entry.failures += 1;
      entry.dueMs = dueMs;
    }
    const reason = error instanceof ExchangeError ? error.reason : 'unexpected';
    input.log.warn({ account: input.account, reason }, 'status read failed');
  }

  function settle(entry: FeedEntry, waiter: FeedWaiter, answer: FeedAnswer): void {
    if (!entry.waiters.delete(waiter)) return;
    counts.waiters -= 1;
    entry.idleSinceMs = nowMs();
    waiter.answer(answer);
    if (counts.waiters === 0) loop.wake();
  }

  function join(entry: FeedEntry, waiter: FeedWaiter): void {
    entry.waiters.add(waiter);
    counts.waiters += 1;
    // Between two waits nobody's age set the pace; the newcomer's does from its last read on, unless it is held off.
    if (entry.failures === 0) entry.dueMs = Math.min(entry.dueMs, entry.readMs + intervalOf(entry, cadence, nowMs()));
    // What an earlier wait left behind may be old: it hastens a read and never answers by itself.
    if (newsFor(entry.observation, waiter.expectation) !== null) entry.dueMs = nowMs();
    loop.expect(readableMs(entry.dueMs));
  }

  function waiting(): { entry: FeedEntry; waiter: FeedWaiter }[] {
    return [...entries.values()].flatMap((entry) => [...entry.waiters].map((waiter) => ({ entry, waiter })));
  }

  function stop(): void {
    closing.abort();
    loop.wake();
  }

  return {
    wait: ({ target, followingSinceMs, expectation, signal }) =>
      new Promise((resolve) => {
        if (closing.signal.aborted) return resolve({ kind: 'closing' });
        if (signal.aborted) return resolve({ kind: 'stopped' });
        const entry = entries.get(target.exchangeWithdrawalId) ?? newEntry(nowMs());
        entries.set(target.exchangeWithdrawalId, entry);
        const giveUp = (): void => settle(entry, waiter, { kind: 'stopped' });
        const answer = (given: FeedAnswer): void => {
          signal.removeEventListener('abort', giveUp);
          resolve(given);
        };
        const waiter: FeedWaiter = { target, followingSinceMs, expectation, turn: nextTurn(), answer };
        signal.addEventListener('abort', giveUp, { once: true });
        join(entry, waiter);
      }),
    nudge(id) {
      const nudged = id === undefined ? [...entries.values()] : [entries.get(id) ?? []].flat();
      for (const entry of nudged) {
        nudge(entry, nowMs());
        if (entry.waiters.size > 0) loop.expect(readableMs(entry.dueMs));
      }
    },
    look: (id) => ({ observation: entries.get(id)?.observation ?? unseen, trouble: health.trouble() }),
    async shutdown(spreadMs = 2_000) {
      stop();
      await Promise.all(
        waiting().map(async ({ entry, waiter }) => {
          await sleep(Math.random() * spreadMs);
          settle(entry, waiter, { kind: 'closing' });
        }),
      );
    },
    close() {
      stop();
      for (const { entry, waiter } of waiting()) settle(entry, waiter, { kind: 'closing' });
    },
    closing: closing.signal,
    stats: () => ({ ...counts, entries: entries.size }),
  };
}

function concernsAll(error: unknown): boolean {
  return error instanceof ExchangeError && failsForAll.has(error.reason);
}
