import type { Exchange, OpenWithdrawal, StatusRead } from '../exchanges/exchange.ts';
import { ExchangeError } from '../exchanges/errors.ts';
import { type Cadence, defaultCadence } from './cadence.ts';
import type { Log, Sleep } from './dependencies.ts';
import { dropIdle, dueEntries, earliestDueMs, type FeedAnswer, type FeedEntry, type FeedWaiter, intervalOf, newEntry, nextDueMs, targetOf } from './feedEntries.ts';
import { createFeedHealth, type FeedHealthReport } from './feedHealth.ts';
import { type Expectation, type Observation, observe, type Sight, tell, unseen } from './observation.ts';

export type StatusFeedInput = {
  readonly exchange: Pick<Exchange, 'readStatuses'>;
  readonly account: string;
  readonly nowMs: () => number;
  readonly sleep: Sleep;
  readonly cadence?: Cadence;
  /** Called when reads have failed for `unhealthyAfterMs` (default 2 min), and when they work again. */
  readonly onHealth: (report: FeedHealthReport) => void;
  readonly unhealthyAfterMs?: number;
  readonly log: Log;
};

export type FeedWait = { readonly target: OpenWithdrawal; readonly followingSinceMs: number; readonly expectation: Expectation; readonly signal: AbortSignal };

export type FeedStats = { readonly waiters: number; readonly reads: number; readonly failedReads: number; readonly entries: number };

/** Reads the status of all open withdrawals of one account for all that wait in this process. */
export interface StatusFeed {
  /** Resolves at the first read after this call that differs from what is expected. Never rejects. */
  wait(wait: FeedWait): Promise<FeedAnswer>;
  /** Reads this one (or all) as soon as possible. */
  nudge(exchangeWithdrawalId?: string): void;
  /** What is known of one: its observation and the trouble that reads are in. */
  look(exchangeWithdrawalId: string): { readonly observation: Observation; readonly trouble: { readonly sinceMs: number; readonly message: string } | null };
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
const longestBackoffMs = 30_000;

/** One loop while anybody waits; no work, timers or requests otherwise. */
export function createStatusFeed(input: StatusFeedInput): StatusFeed {
  const { nowMs, sleep } = input;
  const cadence = input.cadence ?? defaultCadence;
  const health = createFeedHealth({ nowMs, afterMs: input.unhealthyAfterMs ?? 120_000, onHealth: input.onHealth });
  const entries = new Map<string, FeedEntry>();
  const closing = new AbortController();
  let reads = 0;
  let failedReads = 0;
  let waiting = 0;
  let running = false;
  let notBeforeMs = 0;
  let pause: { readonly untilMs: number; readonly wake: AbortController } | null = null;

  const settle = (entry: FeedEntry, waiter: FeedWaiter, answer: FeedAnswer): void => {
    if (!entry.waiters.delete(waiter)) return;
    waiting -= 1;
    entry.idleSinceMs = nowMs();
    waiter.answer(answer);
    if (waiting === 0) pause?.wake.abort();
  };

  const rest = async (untilMs: number): Promise<void> => {
    pause = { untilMs, wake: new AbortController() };
    await sleep(untilMs - nowMs(), pause.wake.signal).catch(() => {});
    pause = null;
  };

  /** A nudge or a new waiter that is due before the loop would wake. */
  const hurry = (dueMs: number): void => {
    if (!running) void run();
    else if (pause !== null && Math.max(dueMs, notBeforeMs) < pause.untilMs) pause.wake.abort();
  };

  const run = async (): Promise<void> => {
    running = true;
    try {
      for (;;) {
        const dueMs = earliestDueMs(entries);
        if (dueMs === null || closing.signal.aborted) return;
        const untilMs = Math.max(dueMs, notBeforeMs);
        if (untilMs > nowMs()) await rest(untilMs);
        else {
          await sleep(gatherMs);
          await readDue();
        }
      }
    } finally {
      running = false;
    }
  };

  const readDue = async (): Promise<void> => {
    const due = dueEntries(entries, cadence, nowMs());
    const targets = due.flatMap((entry) => targetOf(entry) ?? []);
    if (targets.length === 0) return;
    const beganMs = nowMs();
    try {
      reads += 1;
      const read = await input.exchange.readStatuses(targets, { priority: 'poll', signal: closing.signal });
      health.succeeded();
      notBeforeMs = 0;
      take(read, targets, { beganMs, endedMs: nowMs() });
    } catch (error) {
      // An aborted read comes back as whatever the adapter made of it.
      if (closing.signal.aborted) return;
      failedReads += 1;
      health.failed(error);
      notBeforeMs = nowMs() + backoffMs(error);
      input.log.warn({ account: input.account, reason: error instanceof ExchangeError ? error.reason : 'unexpected' }, 'status read failed');
    }
  };

  const backoffMs = (error: unknown): number => {
    const exponential = Math.min(longestBackoffMs, cadence.baseIntervalMs * 2 ** Math.min(10, health.trouble()?.count ?? 1));
    return error instanceof ExchangeError && error.retryAfterMs !== null ? Math.max(exponential, error.retryAfterMs) : exponential;
  };

  const take = (read: StatusRead, targets: readonly OpenWithdrawal[], span: { readonly beganMs: number; readonly endedMs: number }): void => {
    const sights = sightsOf(read);
    const notRead = new Set(read.notRead);
    for (const { exchangeWithdrawalId: id } of targets) {
      const entry = entries.get(id);
      if (entry === undefined) continue;
      const sight = sights.get(id) ?? { kind: 'absent' };
      if (sight.kind !== 'absent' || !notRead.has(id)) entry.observation = observe(entry.observation, sight, { ...span, longestGapMs: 2 * intervalOf(entry, cadence, span.endedMs) });
      for (const waiter of entry.waiters) {
        const answer = notRead.has(id) && sight.kind === 'absent' ? null : tell(entry.observation, waiter.expectation);
        if (answer !== null) settle(entry, waiter, answer);
      }
      entry.readMs = span.endedMs;
      entry.dueMs = nextDueMs(entry, cadence, span);
    }
    dropIdle(entries, span.endedMs);
  };

  const drain = (): void => {
    for (const entry of entries.values()) for (const waiter of entry.waiters) settle(entry, waiter, { kind: 'closing' });
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
          answer: (answer) => {
            signal.removeEventListener('abort', stop);
            resolve(answer);
          },
        };
        signal.addEventListener('abort', stop, { once: true });
        entry.waiters.add(waiter);
        waiting += 1;
        // Between two waits nobody's age set the pace; the newcomer's does from its last read on.
        entry.dueMs = Math.min(entry.dueMs, entry.readMs + intervalOf(entry, cadence, nowMs()));
        // What an earlier wait left behind may be old: it hastens a read and never answers by itself.
        if (tell(entry.observation, expectation) !== null) entry.dueMs = nowMs();
        hurry(entry.dueMs);
      }),
    nudge(id) {
      for (const entry of id === undefined ? entries.values() : [entries.get(id) ?? []].flat()) {
        entry.nudgedMs = nowMs();
        entry.dueMs = entry.nudgedMs;
      }
      if (waiting > 0) hurry(nowMs());
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

function sightsOf(read: StatusRead): ReadonlyMap<string, Sight> {
  const sights = new Map<string, Sight>();
  for (const id of read.unreadable) sights.set(id, { kind: 'unreadable' });
  for (const record of read.records) sights.set(record.exchangeWithdrawalId, { kind: 'shown', record });
  return sights;
}
