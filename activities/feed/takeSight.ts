import type { Cadence } from './cadence.ts';
import {
  type FeedAnswer,
  type FeedEntry,
  type FeedSpan,
  type FeedWaiter,
  intervalOf,
  nextDueMs,
} from './feedEntries.ts';
import { observe, type Sight, tell } from './observation.ts';

export type TakenSight = {
  readonly entry: FeedEntry;
  /** Null: the read did not get to it. */
  readonly sight: Sight | null;
  readonly span: FeedSpan;
  readonly cadence: Cadence;
  readonly settle: (entry: FeedEntry, waiter: FeedWaiter, answer: FeedAnswer) => void;
};

/**
 * Folds what one answer showed of a withdrawal into what is known, tells those who waited before it was asked
 * for, and says when it is read next.
 */
export function takeSight({ entry, sight, span, cadence, settle }: TakenSight): void {
  const intervalMs = intervalOf(entry, cadence, span.endedMs);
  if (sight === null) {
    entry.failures += 1;
    entry.dueMs = span.endedMs + intervalMs;
    return;
  }
  // Another read has shown it since this one began: what is newer stays.
  if (span.beganMs < entry.readMs) return;
  entry.observation = observe(entry.observation, sight, {
    ...span,
    longestGapMs: 2 * Math.max(intervalMs, entry.gapMs),
  });
  entry.failures = 0;
  entry.gapMs = entry.readMs === 0 ? 0 : span.endedMs - entry.readMs;
  entry.readMs = span.endedMs;
  entry.askedMs = span.beganMs;
  let isNewsForTheLate = false;
  for (const waiter of entry.waiters) {
    const answer = tell(entry.observation, waiter.expectation);
    if (answer === null) continue;
    if (waiter.turn < span.turn) settle(entry, waiter, answer);
    else isNewsForTheLate = true;
  }
  // Who came while this was asked for is answered by the next read, at once.
  entry.dueMs = isNewsForTheLate ? span.endedMs : nextDueMs(entry, cadence, span);
}
