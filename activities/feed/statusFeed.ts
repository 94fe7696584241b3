import { setMaxListeners } from 'node:events';

import { failsForAll } from '../../domain/failsForAll.ts';
import type { Log } from '../../domain/log.ts';
import { ExchangeError } from '../../exchanges/errors.ts';
import type { Exchange, OpenWithdrawal } from '../../exchanges/exchange.ts';
import type { Sleep } from '../sleep.ts';
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
import { type Expectation, type Observation, tell, unseen } from './observation.ts';
import { readForFeed } from './readForFeed.ts';
import { takeSight } from './takeSight.ts';

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

export type FeedWait = {
  readonly target: OpenWithdrawal;
  readonly followingSinceMs: number;
  readonly expectation: Expectation;
  readonly signal: AbortSignal;
};

export type FeedStats = {
  readonly waiters: number;
  readonly reads: number;
  readonly failedReads: number;
  readonly entries: number;
};

/** Reads the status of all open withdrawals of one account for all that wait in this process. */
export interface StatusFeed {
  /** Resolves at the first read after this call that differs from what is expected. Never rejects. */
  wait(wait: FeedWait): Promise<FeedAnswer>;
  /** Reads this one (or all) as soon as possible. */
  nudge(exchangeWithdrawalId?: string): void;
  /** What is known of one: its observation and the trouble that reads are in. */
  look(exchangeWithdrawalId: string): {
    readonly observation: Observation;
    readonly trouble: { readonly sinceMs: number; readonly message: string } | null;
  };
  /** Answers all waiters `closing`, spread over up to `spreadMs` (default 2 s); later waits at once. */
  shutdown(spreadMs?: number): Promise<void>;
  /** The same at once. */
  close(): void;
  /** Aborted as soon as shutdown begins. */
  readonly closing: AbortSignal;
  stats(): FeedStats;
}

/** Waits that begin together are read together. */
const gatherMs = 20;
/** Reads under way at a time, most of them waiting for an answer: by ids each is one request, by pages each is many. */
const mostReads = { ids: 32, page: 3 };
/** Reads that wait for their first turn under the limit: one, and another whose request is being made. */
const mostWithoutTurn = { ids: 2, page: 1 };
const longestRestMs = 3_600_000;

/**
 * One loop while anybody waits; no work, timers or requests otherwise. No more reads wait for the limit than
 * it takes to use it.
 */
export function createStatusFeed(input: StatusFeedInput): StatusFeed {
  const { nowMs, sleep } = input;
  const cadence = input.cadence ?? defaultCadence;
  const batch = input.exchange.capabilities.statusBatch;
  const health = createFeedHealth({ nowMs, afterMs: input.unhealthyAfterMs ?? 120_000, onHealth: input.onHealth });
  const backoff = createFeedBackoff({ nowMs, baseMs: cadence.baseIntervalMs });
  const entries = new Map<string, FeedEntry>();
  const closing = new AbortController();
  // Every request under way listens: that is no leak.
  setMaxListeners(0, closing.signal);
  const underWay = { reads: 0, withoutTurn: 0 };
  let reads = 0;
  let failedReads = 0;
  let waiting = 0;
  let turns = 0;
  let running = false;
  let pause: { readonly untilMs: number; readonly wake: AbortController } | null = null;

  const settle = (entry: FeedEntry, waiter: FeedWaiter, answer: FeedAnswer): void => {
    if (!entry.waiters.delete(waiter)) return;
    waiting -= 1;
    entry.idleSinceMs = nowMs();
    waiter.answer(answer);
    if (waiting === 0) pause?.wake.abort();
  };

  const rest = async (untilMs: number): Promise<void> => {
    const { signal } = (pause = { untilMs, wake: new AbortController() }).wake;
    if (untilMs === Number.POSITIVE_INFINITY)
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    else await sleep(Math.min(longestRestMs, untilMs - nowMs()), signal).catch(() => {});
    pause = null;
  };

  /** A nudge or a new waiter that is due before the loop would wake. */
  const hurry = (dueMs: number): void => {
    if (!running) void run();
    else if (pause !== null && !isBusy() && Math.max(dueMs, backoff.notBeforeMs()) < pause.untilMs) pause.wake.abort();
  };

  const isBusy = (): boolean =>
    underWay.withoutTurn >= mostWithoutTurn[batch.kind] ||
    underWay.reads >= (backoff.isInTrouble() ? 1 : mostReads[batch.kind]);

  const run = async (): Promise<void> => {
    running = true;
    try {
      for (;;) {
        const dueMs = earliestDueMs(entries);
        if (closing.signal.aborted || (dueMs === null && underWay.reads === 0)) return;
        const untilMs = dueMs === null || isBusy() ? Number.POSITIVE_INFINITY : Math.max(dueMs, backoff.notBeforeMs());
        if (untilMs > nowMs()) await rest(untilMs);
        else await begin();
      }
    } finally {
      running = false;
    }
  };

  const begin = async (): Promise<void> => {
    // A full request has nobody to wait for.
    let chosen = choose();
    if (batch.kind === 'page' || chosen.length < batch.size) {
      await sleep(gatherMs);
      chosen = choose();
    }
    if (chosen.length > 0 && !closing.signal.aborted) void read(chosen);
  };

  const choose = (): FeedEntry[] => chooseRead(entries, { batch, cadence, nowMs: nowMs() });

  const read = async (chosen: readonly FeedEntry[]): Promise<void> => {
    const targets = chosen.flatMap((entry) => targetOf(entry) ?? []);
    const beganMs = nowMs();
    let hasTurn = false;
    const noteTurn = (): void => {
      if (hasTurn) return;
      hasTurn = true;
      underWay.withoutTurn -= 1;
      pause?.wake.abort();
    };
    for (const entry of chosen) entry.reading = true;
    underWay.reads += 1;
    underWay.withoutTurn += 1;
    reads += 1;
    try {
      await readForFeed({
        exchange: input.exchange,
        targets,
        entries,
        context: { priority: 'poll', signal: closing.signal, onTurn: noteTurn },
        nowMs,
        nextTurn: () => (turns += 1),
        take: (entry, sight, span) => takeSight({ entry, sight, span, cadence, settle }),
      });
      health.succeeded();
      backoff.succeeded(beganMs);
    } catch (error) {
      // An aborted read comes back as whatever the adapter made of it.
      if (!closing.signal.aborted) fail(chosen, error, beganMs);
    } finally {
      for (const entry of chosen) entry.reading = false;
      underWay.reads -= 1;
      dropIdle(entries, nowMs());
      noteTurn();
      pause?.wake.abort();
    }
  };

  const fail = (chosen: readonly FeedEntry[], error: unknown, beganMs: number): void => {
    failedReads += 1;
    health.failed(error);
    const failures = 1 + Math.max(0, ...chosen.map((entry) => entry.failures));
    const dueMs = backoff.failed(error, { beganMs, failures, isAlone: batch.kind === 'page' || chosen.length === 1 });
    for (const entry of chosen) {
      if (entry.readMs > beganMs) continue;
      if (!isOfAll(error)) entry.failures += 1;
      entry.dueMs = dueMs;
    }
    input.log.warn(
      { account: input.account, reason: error instanceof ExchangeError ? error.reason : 'unexpected' },
      'status read failed',
    );
  };

  const drain = (): void => {
    for (const entry of entries.values())
      for (const waiter of entry.waiters) settle(entry, waiter, { kind: 'closing' });
  };

  return {
    wait: ({ target, followingSinceMs, expectation, signal }) =>
      new Promise((resolve) => {
        if (closing.signal.aborted) return resolve({ kind: 'closing' });
        if (signal.aborted) return resolve({ kind: 'stopped' });
        const entry = entries.get(target.exchangeWithdrawalId) ?? newEntry(nowMs());
        entries.set(target.exchangeWithdrawalId, entry);
        const stop = (): void => settle(entry, waiter, { kind: 'stopped' });
        const waiter: FeedWaiter = {
          target,
          followingSinceMs,
          expectation,
          turn: (turns += 1),
          answer: (answer) => {
            signal.removeEventListener('abort', stop);
            resolve(answer);
          },
        };
        signal.addEventListener('abort', stop, { once: true });
        entry.waiters.add(waiter);
        waiting += 1;
        // Between two waits nobody's age set the pace; the newcomer's does from its last read on, unless it
        // is held off.
        if (entry.failures === 0)
          entry.dueMs = Math.min(entry.dueMs, entry.readMs + intervalOf(entry, cadence, nowMs()));
        // What an earlier wait left behind may be old: it hastens a read and never answers by itself.
        if (tell(entry.observation, expectation) !== null) entry.dueMs = nowMs();
        hurry(entry.dueMs);
      }),
    nudge(id) {
      for (const entry of id === undefined ? entries.values() : [entries.get(id) ?? []].flat()) {
        nudge(entry, nowMs());
        if (entry.waiters.size > 0) hurry(entry.dueMs);
      }
    },
    look: (id) => ({ observation: entries.get(id)?.observation ?? unseen, trouble: health.trouble() }),
    async shutdown(spreadMs = 2_000) {
      closing.abort();
      pause?.wake.abort();
      const waiters = [...entries.values()].flatMap((entry) => [...entry.waiters].map((waiter) => ({ entry, waiter })));
      await Promise.all(
        waiters.map(async ({ entry, waiter }) => {
          await sleep(Math.random() * spreadMs);
          settle(entry, waiter, { kind: 'closing' });
        }),
      );
    },
    close() {
      closing.abort();
      pause?.wake.abort();
      drain();
    },
    closing: closing.signal,
    stats: () => ({ waiters: waiting, reads, failedReads, entries: entries.size }),
  };
}

function isOfAll(error: unknown): boolean {
  return error instanceof ExchangeError && failsForAll.has(error.reason);
}
