import type { Cadence } from './cadence.ts';
import {
  type FeedAnswer,
  type FeedEntry,
  type FeedSpan,
  type FeedWaiter,
  intervalOf,
  nextDueMs,
} from './feedEntries.ts';
import { newsFor, observe, type RecordView } from './observation.ts';

export type AppliedView = {
  readonly entry: FeedEntry;
  /** Null: the read did not get to it. */
  readonly view: RecordView | null;
  readonly span: FeedSpan;
  readonly cadence: Cadence;
  readonly settle: (entry: FeedEntry, waiter: FeedWaiter, answer: FeedAnswer) => void;
};

/**
 * Adds what one read showed of a withdrawal to what is known of it, answers the waiters for whom that is news, and says
 * when the withdrawal is read next.
 */
export function applyView({ entry, view, span, cadence, settle }: AppliedView): void {
  const intervalMs = intervalOf(entry, cadence, span.endedMs);
  if (view === null) {
    entry.failures += 1;
    entry.dueMs = span.endedMs + intervalMs;
    return;
  }
  // A read that began later has shown it already: what is newer stays.
  if (span.beganMs < entry.readMs) return;
  const longestGapMs = 2 * Math.max(intervalMs, entry.gapMs);
  entry.observation = observe(entry.observation, view, { ...span, longestGapMs });
  entry.failures = 0;
  entry.gapMs = entry.readMs === 0 ? 0 : span.endedMs - entry.readMs;
  entry.readMs = span.endedMs;
  entry.askedMs = span.beganMs;
  const someCameTooLate = answerWaiters(entry, span, settle);
  entry.dueMs = someCameTooLate ? span.endedMs : nextDueMs(entry, cadence, span);
}

/**
 * Answers who waited before this read was asked for. Who came later is answered by the next read only; true when there
 * is news for one of them.
 */
function answerWaiters(entry: FeedEntry, span: FeedSpan, settle: AppliedView['settle']): boolean {
  let someCameTooLate = false;
  for (const waiter of entry.waiters) {
    const news = newsFor(entry.observation, waiter.expectation);
    if (news === null) continue;
    if (waiter.turn < span.turn) settle(entry, waiter, news);
    else someCameTooLate = true;
  }
  return someCameTooLate;
}
