import type { SubmitIntent, WithdrawalRecord } from '../../domain/withdrawal.ts';
import type { HistoryRead, ReadContext } from '../exchange.ts';
import { isWithin } from '../reads/isWithin.ts';
import { sharedWalk } from '../reads/sharedWalk.ts';
import { couldBeSameDestination } from './couldBeSameDestination.ts';
import type { BtseHistory, HistoryPage } from './history.ts';

/** What a look-up knows of a withdrawal. Its address counts where the caller gives it and a row shows one. */
type Wanted = Pick<SubmitIntent, 'asset' | 'network'> & Partial<Pick<SubmitIntent, 'address'>>;

/**
 * Makes `readHistory`, which a lost submit is found by. Look-ups at the same time share one walk, since each reads the
 * rows of all coins.
 */
export function createReadHistory(
  history: BtseHistory,
  laneKeyOfRecord: (record: WithdrawalRecord) => string | null,
): (wanted: Wanted, fromMs: number, toMs: number | null, context: ReadContext) => Promise<HistoryRead> {
  async function readPages(fromMs: number, toMs: number | null, context: ReadContext) {
    const pages: HistoryPage[] = [];
    const read = await history.readWindow(fromMs, toMs, context, (page) => {
      pages.push(page);
      return 'more';
    });
    return { pages, ...read };
  }
  const walkBackTo = sharedWalk('btse', (_all, fromMs, context) => readPages(fromMs, null, context));

  return async (wanted, fromMs, toMs, context) => {
    const { pages, complete, exchangeTimeMs } =
      toMs === null ? await walkBackTo('all', fromMs, context) : await readPages(fromMs, toMs, context);
    const found = pages
      .flatMap((page) => page.records)
      .filter((record) => isWithin(record, fromMs, toMs) && couldBeSameDestination(record, wanted));
    const records = [...new Map(found.map((record) => [record.exchangeWithdrawalId, record])).values()];
    const unreadableIds = new Set(pages.flatMap((page) => page.unreadableIds));
    const unreadableRows = unreadableIds.size + pages.reduce((sum, page) => sum + page.unreadableRows, 0);
    // A withdrawal that does not show its lane could be on any: absence would prove nothing.
    const unplaced = records.filter((record) => laneKeyOfRecord(record) === null).length;
    return { records, unreadableRows: unreadableRows + unplaced, complete, exchangeTimeMs };
  };
}
