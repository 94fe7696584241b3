import type { WithdrawalRecord } from '../../domain/withdrawal.ts';
import type { AdapterConfig, ReadContext } from '../exchange.ts';
import { unreadable } from '../http/checkData.ts';
import { epochMs } from '../http/json.ts';
import { parseRows } from '../reads/parseRows.ts';
import { readSliced } from '../reads/readSliced.ts';
import type { BitunixClient } from './client.ts';
import type { BitunixCredentials, BitunixOptions } from './config.ts';
import { toBitunixRecord } from './mapping.ts';
import { isOtherKind, type RowKind, type TypeFilter, withdrawalRows } from './rowKinds.ts';
import { historyRow } from './wire.ts';

export const historyEndpoint = 'POST /api/spot/v1/withdraw_transfer/page';
/** "Maximum: 100." */
const pageSize = 100;
/** How far beyond the exchange's clock a window reaches, so that a clock of theirs that is ahead hides no new row. */
const aheadMs = 60_000;

export type PageQuery = {
  readonly kind: RowKind;
  readonly type: TypeFilter | null;
  readonly coin?: string;
  readonly fromMs: number;
  /** Null: until now. */
  readonly toMs: number | null;
};

/** The rows of one kind in one answer. */
export type HistoryPage = {
  readonly records: readonly WithdrawalRecord[];
  readonly unreadableIds: readonly string[];
  readonly unreadableRows: number;
  /** Creation times of all rows, of whatever kind. */
  readonly timesMs: readonly number[];
  /** As many rows as a page can hold: there may be more. */
  readonly full: boolean;
  readonly dateMs: number | null;
};

/** What one filter shows of a window. */
export type WindowRead = {
  readonly pages: readonly HistoryPage[];
  /** False: a page was full and could not be narrowed. */
  readonly complete: boolean;
  /** The exchange's clock when the read began, Unix milliseconds. */
  readonly exchangeTimeMs: number;
};

export type BitunixHistory = ReturnType<typeof createBitunixHistory>;

/** Reads the history of withdrawals and internal transfers. All reads throw ExchangeError and may be repeated. */
export function createBitunixHistory(
  config: AdapterConfig<BitunixCredentials, BitunixOptions>,
  client: Pick<BitunixClient, 'readHistory'>,
) {
  async function readPage({ kind, type, coin, fromMs, toMs }: PageQuery, context: ReadContext): Promise<HistoryPage> {
    // Whether the bounds are inclusive is not said, so they are asked for a millisecond wider.
    const bounds = { startTime: Math.max(0, fromMs - 1), ...(toMs === null ? {} : { endTime: toMs + 1 }) };
    const { data, dateMs } = await client.readHistory(
      { ...(type === null ? {} : { type }), limit: pageSize, ...(coin === undefined ? {} : { coin }), ...bounds },
      context,
    );
    // The filter by type may be ignored; other kinds of rows are none of ours, readable or not.
    const ofKind = data.filter((row) => !isOtherKind(row, kind));
    const { rows, unreadableIds, unreadableRows } = parseRows(ofKind, historyRow);
    return {
      records: rows.map(toBitunixRecord),
      unreadableIds,
      unreadableRows,
      timesMs: data.flatMap(timeOf),
      full: data.length >= pageSize,
      dateMs,
    };
  }

  /** One record by the exchange's id. */
  async function readById(id: string, context: ReadContext): Promise<WithdrawalRecord | 'absent' | 'unreadable'> {
    const { data } = await client.readHistory({ id, limit: 10 }, context);
    const { rows, unreadableIds, unreadableRows } = parseRows(data, historyRow);
    const row = rows.find((one) => one.id === id);
    if (row !== undefined) return withdrawalRows.types.includes(row.type) ? toBitunixRecord(row) : 'unreadable';
    if (unreadableIds.includes(id) || unreadableRows > 0) return 'unreadable';
    // Rows, but none with this id: the exchange ignored the filter, so this proves no absence.
    if (data.length > 0) throw unreadable('bitunix', historyEndpoint, 'the id filter was not obeyed');
    return 'absent';
  }

  /** Every page that one filter shows of a window, in whatever order the rows come. */
  async function readFiltered(query: PageQuery, context: ReadContext): Promise<WindowRead> {
    const startedAtMs = config.nowMs();
    const first = await readPage(query, context);
    // The Date header is written at the end of the answer: taking off how long it took gives when the read began.
    const exchangeTimeMs = first.dateMs === null ? startedAtMs : first.dateMs - (config.nowMs() - startedAtMs);
    if (!first.full) return { pages: [first], complete: true, exchangeTimeMs };
    const untilMs = query.toMs ?? Math.max(exchangeTimeMs, ...first.timesMs) + aheadMs;
    const sliced = await readSliced(query.fromMs, untilMs, async (fromMs, toMs) => {
      const page = await readPage({ ...query, fromMs, toMs }, context);
      return { rows: [page], timesMs: page.timesMs, full: page.full };
    });
    return { pages: [first, ...sliced.rows], complete: sliced.complete, exchangeTimeMs };
  }

  /** A window of one coin, read once with each filter of the kind. */
  async function readWindow(
    kind: RowKind,
    coin: string,
    fromMs: number,
    toMs: number | null,
    context: ReadContext,
  ): Promise<readonly WindowRead[]> {
    const reads: WindowRead[] = [];
    for (const type of kind.filters) reads.push(await readFiltered({ kind, type, coin, fromMs, toMs }, context));
    return reads;
  }

  return { readPage, readById, readWindow };
}

/** Read apart from the row: to cut a full window, the times of all its rows are needed. */
function timeOf(row: unknown): number[] {
  const time = epochMs.safeParse(typeof row === 'object' && row !== null && 'ctime' in row ? row.ctime : undefined);
  return time.success ? [time.data] : [];
}
