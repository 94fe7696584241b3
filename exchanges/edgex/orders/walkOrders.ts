import type { ReadContext } from '../../exchange.ts';
import { unreadable } from '../../http/checkData.ts';
import { lookUp } from '../../lookUp.ts';
import type { EdgexCore } from '../core.ts';
import type { EdgexRow } from '../sharedWire.ts';
import { orderRow } from '../sharedWire.ts';
import type { ListedOrder } from './orderMemory.ts';
import type { RecordSource } from './readRecords.ts';
import { batchSize, readRows } from './readRecords.ts';

const endpoint = 'GET /api/v1/private/assets/getAllOrdersPage';
/** More pages than this are not walked: the search is then not complete, which proves nothing. */
const maximumPages = 200;
/** How far beyond our clock the window reaches, so that no clock of theirs cuts off the newest. */
const aheadMs = 24 * 3_600_000;

/** "Enum Values" of `type`: kinds that are surely not an order of the wanted type. What is not listed may be one. */
const knownTypes: Readonly<Record<string, true>> = {
  ORDER_TYPE_NORMAL_DEPOSIT: true,
  ORDER_TYPE_CROSS_DEPOSIT: true,
  ORDER_TYPE_NORMAL_WITHDRAW: true,
  ORDER_TYPE_CROSS_WITHDRAW: true,
  ORDER_TYPE_FAST_WITHDRAW: true,
  ORDER_TYPE_TRANSFER_IN: true,
  ORDER_TYPE_TRANSFER_OUT: true,
};

export type Walk<Row extends EdgexRow> = {
  readonly source: RecordSource<Row>;
  readonly orderType: string;
  readonly notBeforeMs: number;
  /** Told of every order that may be of the wanted type, before its record is read. */
  readonly onListed: (order: ListedOrder) => void;
  /** False of an order whose record need not be read: what it is, is known. */
  readonly isWanted: (orderId: string) => boolean;
  readonly onRow: (row: Row) => void;
};

/**
 * Walks the orders since `notBeforeMs`, all types unfiltered, and reads the full record of every one that may
 * be wanted, since only that shows the client id. Throws ExchangeError where the walk or a record could not
 * be completed: then absence is not proven, while the rows already shown count. Answers how many pages it
 * took.
 */
export async function walkOrders<Row extends EdgexRow>(walk: Walk<Row>, context: ReadContext): Promise<number> {
  const { core } = walk.source;
  const window = {
    startTime: toSeconds(walk.notBeforeMs - 1_000),
    endTime: toSeconds(core.nowMs() + aheadMs),
    size: '100',
  };
  const seen = new Set<string>();
  let doubt: string | null = null;
  let offsetData: string | null = null;
  let pages = 0;
  for (; ; pages += 1) {
    if (pages >= maximumPages) throw unreadable(core.adapter, endpoint, `not read to its end in ${maximumPages} pages`);
    const { data }: Awaited<ReturnType<EdgexCore['getAllOrdersPage']>> = await core.getAllOrdersPage(
      { ...window, ...(offsetData === null ? {} : { offsetData }) },
      context,
    );
    const candidates: { id: string; sure: boolean }[] = [];
    for (const raw of data.dataList) {
      const row = orderRow.safeParse(raw);
      if (!row.success) doubt = 'an order could not be read';
      else if (
        !seen.has(row.data.orderId) &&
        (row.data.type === walk.orderType || lookUp(knownTypes, row.data.type) === undefined)
      ) {
        seen.add(row.data.orderId);
        walk.onListed({ orderId: row.data.orderId, timeMs: toMs(row.data.time) });
        if (walk.isWanted(row.data.orderId))
          candidates.push({ id: row.data.orderId, sure: row.data.type === walk.orderType });
      }
    }
    doubt ??= await readCandidates(walk, candidates, context);
    const next: string | null = data.nextPageOffsetData;
    if (next === null) break;
    if (next === offsetData) throw unreadable(core.adapter, endpoint, 'a page that points to itself');
    offsetData = next;
  }
  if (doubt !== null) throw unreadable(core.adapter, endpoint, `${doubt}, so that absence is not proven`);
  return pages + 1;
}

async function readCandidates<Row extends EdgexRow>(
  walk: Walk<Row>,
  candidates: readonly { id: string; sure: boolean }[],
  context: ReadContext,
): Promise<string | null> {
  let doubt: string | null = null;
  for (let at = 0; at < candidates.length; at += batchSize) {
    const batch = candidates.slice(at, at + batchSize);
    const { rows, unreadableIds, unreadableRows } = await readRows(
      walk.source,
      batch.map(({ id }) => id),
      context,
    );
    for (const row of rows) walk.onRow(row);
    const shown = new Set(rows.map((one) => one.id));
    if (unreadableIds.length + unreadableRows > 0) doubt = 'a record could not be read';
    else if (batch.some(({ id, sure }) => sure && !shown.has(id)))
      doubt = 'an order is listed, its record is not shown';
  }
  return doubt;
}

/** The documented filter takes seconds, and the rows show them; milliseconds are told by their length. */
function toMs(time: string): number {
  return Number(time) * (time.length > 11 ? 1 : 1_000);
}

function toSeconds(ms: number): string {
  return String(Math.max(1_000_000_000, Math.floor(ms / 1_000)));
}
