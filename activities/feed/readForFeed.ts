import type { Exchange, OpenWithdrawal, ReadContext } from '../../exchanges/exchange.ts';
import type { FeedEntry, FeedSpan } from './feedEntries.ts';
import type { RecordView } from './observation.ts';

export type FeedReading = {
  readonly exchange: Pick<Exchange, 'readStatuses'>;
  readonly targets: readonly OpenWithdrawal[];
  /** All that the feed knows: a page may show others than were asked for. */
  readonly entries: ReadonlyMap<string, FeedEntry>;
  readonly context: ReadContext;
  readonly nowMs: () => number;
  /** The next place in the order of waits and requests. */
  readonly nextTurn: () => number;
  /** Told of every view as soon as it is there; null: this read did not get to it. */
  readonly onView: (entry: FeedEntry, view: RecordView | null, span: FeedSpan) => void;
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
  onView,
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
        onView(entry, { kind: 'shown', record }, span);
      }
      part = { beganMs: nowMs(), turn: nextTurn() };
    },
  });
  const span = { ...whole, endedMs: nowMs() };
  const views = new Map<string, RecordView | null>();
  for (const id of read.notRead) views.set(id, null);
  for (const id of read.unreadable) views.set(id, { kind: 'unreadable' });
  for (const record of read.records) views.set(record.exchangeWithdrawalId, { kind: 'shown', record });
  for (const { exchangeWithdrawalId: id } of targets) {
    const entry = entries.get(id);
    if (entry === undefined || told.has(id)) continue;
    const view = views.get(id);
    onView(entry, view === undefined ? { kind: 'absent' } : view, span);
  }
}
