import type { Capabilities } from '../../domain/capabilities.ts';
import type { Cadence } from './cadence.ts';
import { type FeedEntry, intervalOf } from './feedEntries.ts';

export type ReadChoice = {
  readonly batch: Capabilities['statusBatch'];
  readonly cadence: Cadence;
  readonly nowMs: number;
};

type Candidate = { readonly entry: FeedEntry; readonly urgency: number; readonly intervalMs: number };

/**
 * Whom the next read asks for, most overdue for its interval first; nobody if nobody is due. Pure.
 * By ids: as many as a request holds. By pages: all of one pace, since pages that reach back to one show the others.
 */
export function chooseRead(
  entries: ReadonlyMap<string, FeedEntry>,
  { batch, cadence, nowMs }: ReadChoice,
): FeedEntry[] {
  const slack = batch.kind === 'ids' ? cadence.seatSlack : cadence.slack;
  const ready: Candidate[] = [];
  let first: Candidate | null = null;
  for (const entry of entries.values()) {
    if (entry.reading || entry.waiters.size === 0) continue;
    const intervalMs = intervalOf(entry, cadence, nowMs);
    if (entry.dueMs > nowMs + intervalMs * slack) continue;
    const candidate = { entry, urgency: urgencyOf(entry, nowMs), intervalMs };
    ready.push(candidate);
    if (entry.dueMs <= nowMs && (first === null || candidate.urgency > first.urgency)) first = candidate;
  }
  if (first === null) return [];
  const { intervalMs, entry: leader } = first;
  const isCompany =
    batch.kind === 'ids'
      ? ({ entry }: Candidate) => entry.failures > 0 === leader.failures > 0
      : (one: Candidate) => one.intervalMs === intervalMs;
  // What failed together is asked for in ever smaller parts, until one that spoils the others' answer stands alone.
  const room = batch.kind === 'page' ? ready.length : roomFor(leader, batch.size);
  return mostUrgent(
    ready.filter((one) => one.entry !== leader && isCompany(one)),
    room - 1,
    leader,
  );
}

/** The leader and the `count` most urgent others, in order. */
function mostUrgent(others: readonly Candidate[], count: number, leader: FeedEntry): FeedEntry[] {
  // Under a short budget nearly all are ready, and sorting them all for each request would be the feed's largest cost.
  const least = count < others.length / 4 ? urgencyAt(others, count) : 0;
  const chosen = others.filter(({ urgency }) => urgency >= least).sort((a, b) => b.urgency - a.urgency);
  return [leader, ...chosen.slice(0, count).map(({ entry }) => entry)];
}

/** An urgency that at least `count` of them reach, and not many more. */
function urgencyAt(candidates: readonly Candidate[], count: number): number {
  const sorted = Float64Array.from(candidates, ({ urgency }) => urgency).sort();
  return sorted[sorted.length - count] ?? 0;
}

/** How many ids are asked for along with one that failed so often. */
export function roomFor({ failures }: Pick<FeedEntry, 'failures'>, size: number): number {
  return Math.max(1, Math.floor(size / 2 ** failures));
}

/**
 * How much of the time from its last read to when it is due has passed: 1 is just due. What was never read
 * comes first.
 */
function urgencyOf({ dueMs, askedMs }: FeedEntry, nowMs: number): number {
  return (nowMs - askedMs + 1) / Math.max(1, dueMs - askedMs);
}
