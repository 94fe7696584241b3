import type { OpenWithdrawal, StatusRead, StatusReadContext } from '../exchange.ts';
import { readStatusesBy } from '../reads/readStatusesBy.ts';
import type { BitunixHistory, HistoryPage } from './history.ts';
import { withdrawalRows } from './rowKinds.ts';

/**
 * Reads pages from now back to the oldest of these withdrawals; whichever no page shows is asked for by id, so that
 * absence never depends on the order of rows. Throws ExchangeError; may be repeated.
 */
export function readStatuses(
  history: BitunixHistory,
  open: readonly OpenWithdrawal[],
  context: StatusReadContext,
  nowMs: () => number,
): Promise<StatusRead> {
  const fromMs = Math.min(...open.map((one) => one.notBeforeMs));
  return readStatusesBy<number>(
    open,
    {
      async readPage(toMs) {
        const page = await history.readPage({ kind: withdrawalRows, type: null, fromMs, toMs }, context);
        return { ...page, next: nextToMs(page, fromMs, toMs) };
      },
      readOne: (one) => history.readById(one.exchangeWithdrawalId, context),
      oneProvesAbsence: true,
      nowMs,
    },
    context.onRecords,
  );
}

/** Where the next page ends; null where this was the last one, or where going on would only repeat it. */
function nextToMs(page: HistoryPage, fromMs: number, toMs: number | null): number | null {
  const oldestMs = Math.min(...page.timesMs);
  const goesOn = page.full && Number.isFinite(oldestMs) && oldestMs > fromMs && (toMs === null || oldestMs < toMs);
  return goesOn ? oldestMs : null;
}
