import type { OpenWithdrawal } from '../../exchanges/exchange.ts';
import { type Cadence, intervalAt } from './cadence.ts';
import { confirmLeftMs, type Expectation, type Observation, type FeedNews, unseen } from './observation.ts';

/** One wait for a change. */
export type FeedWaiter = {
  readonly expectation: Expectation;
  readonly target: OpenWithdrawal;
  readonly followingSinceMs: number;
  /** Its place in the order of waits and requests: only what was asked for later answers it. */
  readonly turn: number;
  readonly answer: (answer: FeedAnswer) => void;
};

export type FeedAnswer =
  | FeedNews
  /** The waiter's own signal aborted. */
  | { readonly kind: 'stopped' }
  /** The process stops. */
  | { readonly kind: 'closing' };

/** What the feed keeps of one withdrawal. */
export type FeedEntry = {
  readonly waiters: Set<FeedWaiter>;
  observation: Observation;
  /**
   * When the last read that showed it began; before that, when it was first waited for. Its interval counts
   * from here.
   */
  askedMs: number;
  dueMs: number;
  /** When a read of it last ended with a view. */
  readMs: number;
  /** How long the two last views were apart: under a short budget longer than its interval. */
  gapMs: number;
  nudgedMs: number;
  /** A read that asks for it is under way. */
  reading: boolean;
  /** Reads without a view of it, in a row. */
  failures: number;
  /** Since when nobody waits. */
  idleSinceMs: number;
};

/** When a read began and ended, and its place in the order of waits and requests. */
export type FeedSpan = { readonly beganMs: number; readonly endedMs: number; readonly turn: number };

/** An observation is kept this long without a waiter: from one held attempt to the next. */
const keepIdleMs = 15 * 60_000;
/** However often it is nudged, one withdrawal is not read more often than this. */
const nudgeSpacingMs = 500;

export function newEntry(nowMs: number): FeedEntry {
  return {
    waiters: new Set(),
    observation: unseen,
    askedMs: nowMs,
    dueMs: nowMs,
    readMs: 0,
    gapMs: 0,
    nudgedMs: 0,
    reading: false,
    failures: 0,
    idleSinceMs: nowMs,
  };
}

/** The interval of the youngest waiter, the one in most of a hurry. */
export function intervalOf(entry: FeedEntry, cadence: Cadence, nowMs: number): number {
  let youngestMs = Number.POSITIVE_INFINITY;
  for (const waiter of entry.waiters) youngestMs = Math.min(youngestMs, nowMs - waiter.followingSinceMs);
  return intervalAt(cadence, Math.max(0, youngestMs));
}

/** When it is read next: by its age, sooner when a second read must confirm, at once when it was nudged meanwhile. */
export function nextDueMs(entry: FeedEntry, cadence: Cadence, span: Omit<FeedSpan, 'turn'>): number {
  if (entry.nudgedMs >= span.beganMs) return span.endedMs + nudgeSpacingMs;
  let dueMs = span.beganMs + intervalOf(entry, cadence, span.endedMs);
  for (const waiter of entry.waiters) {
    const leftMs = confirmLeftMs(entry.observation, waiter.expectation.confirmMoneyBackMs);
    if (leftMs > 0) dueMs = Math.min(dueMs, span.endedMs + leftMs);
  }
  return dueMs;
}

/** At once, but for what was read a moment ago. */
export function nudge(entry: FeedEntry, nowMs: number): void {
  entry.nudgedMs = nowMs;
  entry.dueMs = Math.min(entry.dueMs, Math.max(nowMs, entry.readMs + nudgeSpacingMs));
}

/** When the next one is due that no read under way asks for. */
export function earliestDueMs(entries: ReadonlyMap<string, FeedEntry>): number | null {
  let earliest: number | null = null;
  for (const entry of entries.values())
    if (!entry.reading && entry.waiters.size > 0 && (earliest === null || entry.dueMs < earliest))
      earliest = entry.dueMs;
  return earliest;
}

export function dropIdle(entries: Map<string, FeedEntry>, nowMs: number): void {
  for (const [id, entry] of entries)
    if (entry.waiters.size === 0 && nowMs - entry.idleSinceMs > keepIdleMs) entries.delete(id);
}

/** What to read for an entry: the widest of what its waiters ask for, and what earlier reads have shown of it. */
export function targetOf(entry: FeedEntry): OpenWithdrawal | null {
  const [first, ...others] = entry.waiters;
  if (first === undefined) return null;
  const createdAtMs = entry.observation.record?.createdAtMs ?? null;
  return {
    ...first.target,
    notBeforeMs: Math.min(first.target.notBeforeMs, ...others.map((waiter) => waiter.target.notBeforeMs)),
    acceptedAtMs: Math.min(first.followingSinceMs, ...others.map((waiter) => waiter.followingSinceMs)),
    ...(createdAtMs === null ? {} : { createdAtMs }),
  };
}
