import type { Exchange, OpenWithdrawal, ReadContext } from '../../exchanges/exchange.ts';
import type { FeedEntry, FeedSpan } from './feedEntries.ts';
import type { Sight } from './observation.ts';

export type FeedReading = {
  readonly exchange: Pick<Exchange, 'readStatuses'>;
  readonly targets: readonly OpenWithdrawal[];
  /** All that the feed knows: a page may show others than were asked for. */
  readonly entries: ReadonlyMap<string, FeedEntry>;
  readonly context: ReadContext;
  readonly nowMs: () => number;
  /** The next place in the order of waits and requests. */
  readonly nextTurn: () => number;
  /** Told of every sight as soon as it is there; null: this read did not get to it. */
  readonly take: (entry: FeedEntry, sight: Sight | null, span: FeedSpan) => void;
};

/**
 * One read of many statuses: what each answer shows is passed on before the next request. Throws as the
 * adapter does.
 */
export async function readForFeed({
  exchange,
  targets,
  entries,
  context,
  nowMs,
  nextTurn,
  take,
}: FeedReading): Promise<void> {
  const whole = { beganMs: nowMs(), turn: nextTurn() };
  let part = whole;
  const told = new Set<string>();
  const read = await exchange.readStatuses(targets, {
    ...context,
    onRecords(records) {
      const span = { ...part, endedMs: nowMs() };
      for (const record of records) {
        const entry = entries.get(record.exchangeWithdrawalId);
        if (entry === undefined) continue;
        told.add(record.exchangeWithdrawalId);
        take(entry, { kind: 'shown', record }, span);
      }
      part = { beganMs: nowMs(), turn: nextTurn() };
    },
  });
  const span = { ...whole, endedMs: nowMs() };
  const sights = new Map<string, Sight | null>();
  for (const id of read.notRead) sights.set(id, null);
  for (const id of read.unreadable) sights.set(id, { kind: 'unreadable' });
  for (const record of read.records) sights.set(record.exchangeWithdrawalId, { kind: 'shown', record });
  for (const { exchangeWithdrawalId: id } of targets) {
    const entry = entries.get(id);
    if (entry === undefined || told.has(id)) continue;
    const sight = sights.get(id);
    take(entry, sight === undefined ? { kind: 'absent' } : sight, span);
  }
}
