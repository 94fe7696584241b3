import type { WithdrawalRecord } from '../../domain/withdrawal.ts';
import type { FindsByHistory } from '../exchange.ts';
import { isWithin } from '../reads/isWithin.ts';
import { sharedWalk } from '../reads/sharedWalk.ts';
import type { BitunixHistory } from './history.ts';
import { bitunixLaneKeyOfRecord } from './mapping.ts';
import { isInternalNetwork } from './recipient.ts';
import { onChainRows, type RowKind, transferRows } from './rowKinds.ts';

/** Makes `readHistory`, which a lost submit is found by. Look-ups of one coin at the same time share one walk. */
export function createReadHistory(history: BitunixHistory): FindsByHistory['readHistory'] {
  const shareWalks = (kind: RowKind) =>
    sharedWalk('bitunix', (coin, fromMs, context) => history.readWindow(kind, coin, fromMs, null, context));
  const onChain = { rows: onChainRows, walk: shareWalks(onChainRows) };
  const internal = { rows: transferRows, walk: shareWalks(transferRows) };

  return async (intent, fromMs, toMs, context) => {
    const kind = isInternalNetwork(intent.network) ? internal : onChain;
    const reads =
      toMs === null
        ? await kind.walk(intent.asset, fromMs, context)
        : await history.readWindow(kind.rows, intent.asset, fromMs, toMs, context);
    const pages = reads.flatMap((read) => read.pages);
    const found = pages.flatMap((page) => page.records).filter((record) => isWithin(record, fromMs, toMs));
    const records = [...new Map(found.map((record) => [record.exchangeWithdrawalId, record])).values()];
    const unreadableIds = new Set(pages.flatMap((page) => page.unreadableIds));
    const unreadableRows = unreadableIds.size + pages.reduce((sum, page) => sum + page.unreadableRows, 0);
    // A row that does not show its network or address in full could be on any lane: absence would prove nothing.
    const unplaced = records.filter((record) => couldBeOnAnyLane(record, intent.network)).length;
    return {
      records,
      unreadableRows: unreadableRows + unplaced,
      complete: reads.every((read) => read.complete),
      exchangeTimeMs: Math.min(...reads.map((read) => read.exchangeTimeMs)),
    };
  };
}

/** Another kind of transfer is surely not on this lane, however little of its recipient is shown. */
function couldBeOnAnyLane(record: WithdrawalRecord, network: string): boolean {
  const isOtherTransfer = record.internal && record.network !== null && record.network !== network;
  return !isOtherTransfer && bitunixLaneKeyOfRecord(record) === null;
}
