import type { WithdrawalRecord } from '../../domain/withdrawal.ts';
import { ExchangeError } from '../errors.ts';
import type { AdapterConfig, ReadContext } from '../exchange.ts';
import { readSliced } from '../reads/readSliced.ts';
import type { BtseClient } from './client.ts';
import type { BtseCredentials, BtseOptions } from './config.ts';
import { toBtseRecord } from './mapping.ts';
import type { HistoryRow } from './wire.ts';
import { historyRow, idField, timeField, typeField } from './wire.ts';

export const historyEndpoint = 'GET /api/v3.2/user/wallet_history';
/** No largest `count` is documented; the sibling list of sub-accounts stops at 50. */
const pageSize = 100;
/** How much time is asked for at once: newer calls of this exchange limit it, this one says nothing. */
const longestSpanMs = 7 * 24 * 60 * 60_000;
/** How far beyond the exchange's clock a window reaches, so that a clock of theirs that is ahead hides no new row. */
const aheadMs = 60_000;

/** The withdrawals among the rows of one answer. */
export type HistoryPage = {
  readonly records: readonly WithdrawalRecord[];
  readonly unreadableIds: readonly string[];
  readonly unreadableRows: number;
  readonly timesMs: readonly number[];
  /** How many rows of any kind. */
  readonly length: number;
  readonly usernames: readonly string[];
  readonly dateMs: number | null;
};

export type BtseHistory = ReturnType<typeof createBtseHistory>;

/** Reads windows of the wallet's history to their end, in whatever order the rows come. */
export function createBtseHistory(
  config: AdapterConfig<BtseCredentials, BtseOptions>,
  client: Pick<BtseClient, 'readHistory'>,
) {
  /**
   * Rows of all coins and kinds: whether the filter means the coin or the pair is not said, so it is not used
   * (MAPPING §3).
   */
  async function readPage(
    query: { startTime?: number; endTime?: number; count: number },
    context: ReadContext,
  ): Promise<HistoryPage> {
    const { data, dateMs } = await client.readHistory(query, context);
    return {
      ...sortRows(data, config.options),
      timesMs: data.flatMap((row) => timeField.safeParse(row).data ?? []),
      length: data.length,
      dateMs,
    };
  }

  /** Whether the bounds are inclusive is not said, so they are asked for a millisecond wider. */
  async function readBetween(fromMs: number, toMs: number | null, context: ReadContext): Promise<HistoryPage> {
    const page = await readPage(
      { startTime: Math.max(0, fromMs - 1), ...(toMs === null ? {} : { endTime: toMs + 1 }), count: pageSize },
      context,
    );
    const pinned = config.exchangeAccountId;
    if (pinned !== null && page.usernames.some((username) => username !== pinned)) {
      throw new ExchangeError({
        reason: 'authRefused',
        adapter: 'btse',
        endpoint: historyEndpoint,
        note: 'the record is of another account than exchangeAccountId in the configuration',
      });
    }
    return page;
  }

  /**
   * Gives every page of [fromMs, toMs] to `take`, newest first, until it has enough; `toMs` null means until now.
   * Throws ExchangeError; pages taken before that stay taken. May be repeated.
   */
  async function readWindow(
    fromMs: number,
    toMs: number | null,
    context: ReadContext,
    take: (page: HistoryPage) => 'enough' | 'more',
  ) {
    const startedAtMs = config.nowMs();
    const newestFromMs = Math.max(fromMs, (toMs ?? startedAtMs) - longestSpanMs);
    const first = await readBetween(newestFromMs, toMs, context);
    // The Date header is written at the end of the answer: taking off how long it took gives when the read began.
    const exchangeTimeMs = first.dateMs === null ? startedAtMs : first.dateMs - (config.nowMs() - startedAtMs);
    let state = take(first);
    const isFirstFull = mayHaveMore(first.length);
    if (state === 'enough' || (!isFirstFull && newestFromMs === fromMs)) return { complete: true, exchangeTimeMs };
    const untilMs = isFirstFull ? (toMs ?? Math.max(exchangeTimeMs, ...first.timesMs) + aheadMs) : newestFromMs - 1;
    const { complete } = await readSliced(fromMs, untilMs, async (from, to) => {
      if (state === 'enough') return { rows: [], timesMs: [], full: false };
      // Too long to ask for: reported as full, it is cut without a request.
      if (to - from > longestSpanMs) return { rows: [], timesMs: [], full: true };
      const page = await readBetween(from, to, context);
      state = take(page);
      return {
        rows: [],
        timesMs: timesNextToUnread(page.timesMs),
        full: from < to ? mayHaveMore(page.length) : page.length >= pageSize,
      };
    });
    return { complete, exchangeTimeMs };
  }

  return { readPage, readWindow };
}

/** The times next to the rows that did not fit, whichever way they are ordered: there a window is best cut. */
function timesNextToUnread(timesMs: readonly number[]): readonly number[] {
  const isOldestFirst = (timesMs[0] ?? 0) < (timesMs.at(-1) ?? 0);
  return isOldestFirst ? timesMs.slice(-Math.ceil(timesMs.length / 10)) : timesMs;
}

/**
 * The exchange may have a maximum below ours that no document names: it would show as a round number of rows. Reading
 * such a window in two parts costs little.
 */
function mayHaveMore(length: number): boolean {
  return length >= pageSize || (length >= 10 && length % 5 === 0);
}

/** Reads row by row, so that one bad row affects only itself. */
function sortRows(
  rows: readonly unknown[],
  options: BtseOptions,
): Pick<HistoryPage, 'records' | 'unreadableIds' | 'unreadableRows' | 'usernames'> {
  const readable = new Map<string, HistoryRow>();
  const unreadableIds = new Set<string>();
  let unreadableRows = 0;
  for (const raw of rows) {
    const kind = kindOf(raw);
    if (kind === 'other') continue;
    const row = kind === 'withdrawal' ? historyRow.safeParse(raw) : null;
    const id = row?.success === true ? row.data.orderId : idField.safeParse(raw).data;
    if (id === undefined) unreadableRows += 1;
    // A row that is shown twice with two statuses proves neither.
    else if (row?.success !== true || (readable.get(id)?.status ?? row.data.status) !== row.data.status)
      unreadableIds.add(id);
    else readable.set(id, row.data);
  }
  const certain = [...readable.values()].filter((row) => !unreadableIds.has(row.orderId));
  return {
    records: certain.map((row) => toBtseRecord(row, options)),
    unreadableIds: [...unreadableIds],
    unreadableRows,
    usernames: [...new Set(certain.flatMap((row) => row.username ?? []))],
  };
}

/** Only type `Withdraw` is a withdrawal; another spelling of it, or a row without a type, may be one. */
function kindOf(raw: unknown): 'withdrawal' | 'doubtful' | 'other' {
  const { data: type } = typeField.safeParse(raw);
  if (type === 'Withdraw') return 'withdrawal';
  return type === undefined || /withdraw/i.test(type) ? 'doubtful' : 'other';
}
