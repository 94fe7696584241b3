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
/** No walk goes further: it is then not complete, and proves no absence. */
const maximumPages = 200;
/** How far beyond our clock the window reaches, so that a clock of theirs that is ahead hides no new order. */
const aheadMs = 24 * 3_600_000;

/** "Enum Values" of `type`: an order of another listed type is surely not wanted, one of an unlisted type may be. */
const knownTypes: Readonly<Record<string, true>> = {
  ORDER_TYPE_NORMAL_DEPOSIT: true,
  ORDER_TYPE_CROSS_DEPOSIT: true,
  ORDER_TYPE_NORMAL_WITHDRAW: true,
  ORDER_TYPE_CROSS_WITHDRAW: true,
  ORDER_TYPE_FAST_WITHDRAW: true,
  ORDER_TYPE_TRANSFER_IN: true,
  ORDER_TYPE_TRANSFER_OUT: true,
};

export type OrderWalk<Row extends EdgexRow> = {
  readonly source: RecordSource<Row>;
  readonly orderType: string;
  readonly notBeforeMs: number;
  /** Called with every order that may be of the wanted type, before its record is read. */
  readonly onListed: (order: ListedOrder) => void;
  /** False of an order whose record need not be read: what it is, is known. */
  readonly isWanted: (orderId: string) => boolean;
  readonly onRow: (row: Row) => void;
};

/** An order whose record is to be read. */
type Candidate = {
  readonly orderId: string;
  /** False where its type is one that no document lists. */
  readonly isOfType: boolean;
};

/**
 * Walks the orders since `notBeforeMs`, all types unfiltered, and reads the full record of every one that may
 * be wanted, since only that shows the client id. Throws ExchangeError where the walk or a record could not
 * be completed: then absence is not proven, while the rows already shown count. Resolves to the number of
 * pages.
 */
export async function walkOrders<Row extends EdgexRow>(walk: OrderWalk<Row>, context: ReadContext): Promise<number> {
  const { core } = walk.source;
  const window = {
    startTime: toSeconds(walk.notBeforeMs - 1_000),
    endTime: toSeconds(core.nowMs() + aheadMs),
    size: '100',
  };
  const seen = new Set<string>();
  let doubt: string | null = null;
  let offsetData: string | null = null;
  for (let pages = 1; pages <= maximumPages; pages += 1) {
    const { data }: Awaited<ReturnType<EdgexCore['getAllOrdersPage']>> = await core.getAllOrdersPage(
      { ...window, ...(offsetData === null ? {} : { offsetData }) },
      context,
    );
    const { candidates, isReadable } = listCandidates(walk, data.dataList, seen);
    if (!isReadable) doubt = 'an order could not be read';
    doubt ??= await readCandidates(walk, candidates, context);

    const next: string | null = data.nextPageOffsetData;
    if (next === null && doubt === null) return pages;
    if (next === null) throw unreadable(core.adapter, endpoint, `${doubt}, so that absence is not proven`);
    if (next === offsetData) throw unreadable(core.adapter, endpoint, 'a page that points to itself');
    offsetData = next;
  }
  throw unreadable(core.adapter, endpoint, `not read to its end in ${maximumPages} pages`);
}

/** The orders of a page that may be of the wanted type, each only once in a walk. */
function listCandidates<Row extends EdgexRow>(
  walk: OrderWalk<Row>,
  page: readonly unknown[],
  seen: Set<string>,
): { readonly candidates: readonly Candidate[]; readonly isReadable: boolean } {
  const parsed = page.map((raw) => orderRow.safeParse(raw).data);
  const candidates: Candidate[] = [];
  for (const row of parsed) {
    if (row === undefined || seen.has(row.orderId)) continue;
    const isOfType = row.type === walk.orderType;
    if (!isOfType && lookUp(knownTypes, row.type) !== undefined) continue;
    seen.add(row.orderId);
    walk.onListed({ orderId: row.orderId, timeMs: toMs(row.time) });
    if (walk.isWanted(row.orderId)) candidates.push({ orderId: row.orderId, isOfType });
  }
  return { candidates, isReadable: !parsed.includes(undefined) };
}

/** Reads their records. Resolves to what makes absence doubtful; null where nothing does. */
async function readCandidates<Row extends EdgexRow>(
  walk: OrderWalk<Row>,
  candidates: readonly Candidate[],
  context: ReadContext,
): Promise<string | null> {
  let doubt: string | null = null;
  for (let at = 0; at < candidates.length; at += batchSize) {
    const batch = candidates.slice(at, at + batchSize);
    const { rows, unreadableIds, unreadableRows } = await readRows(
      walk.source,
      batch.map(({ orderId }) => orderId),
      context,
    );
    for (const row of rows) walk.onRow(row);
    const shown = new Set(rows.map((one) => one.id));
    if (unreadableIds.length + unreadableRows > 0) doubt = 'a record could not be read';
    else if (batch.some(({ orderId, isOfType }) => isOfType && !shown.has(orderId)))
      doubt = 'an order is listed, its record is not shown';
  }
  return doubt;
}

/** The documented filter takes seconds, and the rows show them; milliseconds are recognised by their length. */
function toMs(time: string): number {
  return Number(time) * (time.length > 11 ? 1 : 1_000);
}

function toSeconds(ms: number): string {
  return String(Math.max(1_000_000_000, Math.floor(ms / 1_000)));
}
