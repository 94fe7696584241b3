import type { OpenWithdrawal } from '../exchanges/exchange.ts';
import { type Cadence, intervalAt } from './cadence.ts';
import { confirmLeftMs, type Expectation, type Observation, type Sighting, unseen } from './observation.ts';

/** One wait for a change. */
export type FeedWaiter = {
  readonly expectation: Expectation;
  readonly target: OpenWithdrawal;
  readonly followingSinceMs: number;
  readonly answer: (answer: FeedAnswer) => void;
};

export type FeedAnswer =
  | Sighting
  /** The waiter's own signal aborted. */
  | { readonly kind: 'stopped' }
  /** The process stops. */
  | { readonly kind: 'closing' };

/** What the feed keeps of one withdrawal. */
export type FeedEntry = {
  readonly waiters: Set<FeedWaiter>;
  observation: Observation;
  dueMs: number;
  /** When it was last read. */
  readMs: number;
  nudgedMs: number;
  /** Since when nobody waits. */
  idleSinceMs: number;
};

/** An observation is kept this long without a waiter: from one held attempt to the next. */
const keepIdleMs = 15 * 60_000;

export function newEntry(nowMs: number): FeedEntry {
  return { waiters: new Set(), observation: unseen, dueMs: nowMs, readMs: 0, nudgedMs: 0, idleSinceMs: nowMs };
}

/** The interval of the youngest waiter, the one in most of a hurry. */
export function intervalOf(entry: FeedEntry, cadence: Cadence, nowMs: number): number {
  let youngestMs = Number.POSITIVE_INFINITY;
  for (const waiter of entry.waiters) youngestMs = Math.min(youngestMs, nowMs - waiter.followingSinceMs);
  return intervalAt(cadence, Math.max(0, youngestMs));
}

/** When it is read next: by its age, sooner when a second read must confirm, at once when it was nudged meanwhile. */
export function nextDueMs(entry: FeedEntry, cadence: Cadence, span: { readonly beganMs: number; readonly endedMs: number }): number {
  if (entry.nudgedMs >= span.beganMs) return span.endedMs;
  let waitMs = intervalOf(entry, cadence, span.endedMs);
  for (const waiter of entry.waiters) {
    const leftMs = confirmLeftMs(entry.observation, waiter.expectation.confirmMoneyBackMs);
    if (leftMs > 0) waitMs = Math.min(waitMs, leftMs);
  }
  return span.endedMs + waitMs;
}

/** Those to read now: what is due, and what would be soon. */
export function dueEntries(entries: ReadonlyMap<string, FeedEntry>, cadence: Cadence, nowMs: number): FeedEntry[] {
  return [...entries.values()].filter((entry) => entry.waiters.size > 0 && entry.dueMs <= nowMs + intervalOf(entry, cadence, nowMs) * cadence.slack);
}

export function earliestDueMs(entries: ReadonlyMap<string, FeedEntry>): number | null {
  let earliest: number | null = null;
  for (const entry of entries.values()) if (entry.waiters.size > 0 && (earliest === null || entry.dueMs < earliest)) earliest = entry.dueMs;
  return earliest;
}

export function dropIdle(entries: Map<string, FeedEntry>, nowMs: number): void {
  for (const [id, entry] of entries) if (entry.waiters.size === 0 && nowMs - entry.idleSinceMs > keepIdleMs) entries.delete(id);
}

/** What to read for an entry: the widest of what its waiters ask for. */
export function targetOf(entry: FeedEntry): OpenWithdrawal | null {
  const [first, ...others] = entry.waiters;
  if (first === undefined) return null;
  return { ...first.target, notBeforeMs: Math.min(first.target.notBeforeMs, ...others.map((waiter) => waiter.target.notBeforeMs)) };
}
