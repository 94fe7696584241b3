import type { z } from 'zod';

import type { WithdrawalRecord } from '../../../domain/withdrawal.ts';
import { ExchangeError } from '../../errors.ts';
import type { FindAnswer, OpenWithdrawal, ReadContext, StatusRead } from '../../exchange.ts';
import { unreadable } from '../../http/checkData.ts';
import { parseRows } from '../../reads/parseRows.ts';
import type { Catalog, CatalogReader } from '../catalog.ts';
import type { EdgexCore } from '../core.ts';
import type { EdgexRow } from '../sharedWire.ts';

/** How the records of one kind are read by the exchange's ids. */
export type RecordSource<Row extends EdgexRow> = {
  readonly core: EdgexCore;
  readonly endpoint: string;
  readonly reader: CatalogReader;
  readonly schema: z.ZodType<Row>;
  /** At most 100 ids; rows not parsed yet. */
  readonly fetch: (ids: string[], context: ReadContext) => Promise<readonly unknown[]>;
  readonly toRecord: (row: Row, catalog: Catalog) => WithdrawalRecord;
};

export type RowsRead<Row> = {
  readonly rows: readonly Row[];
  readonly unreadableIds: readonly string[];
  readonly unreadableRows: number;
};

export const batchSize = 100;

/** Reads rows by id. Throws ExchangeError, also where a row is of another account: it is not believed. */
export async function readRows<Row extends EdgexRow>(
  source: RecordSource<Row>,
  ids: string[],
  context: ReadContext,
): Promise<RowsRead<Row>> {
  const parsed = parseRows(await source.fetch(ids, context), source.schema);
  const { core, endpoint } = source;
  if (parsed.rows.every((row) => row.accountId === core.accountId)) return parsed;
  throw new ExchangeError({
    reason: 'authRefused',
    adapter: core.adapter,
    endpoint,
    note: 'the record is of another account than exchangeAccountId in the configuration',
  });
}

/**
 * Reads many statuses, 100 ids a request. A failed batch leaves its ids in `notRead`; throws ExchangeError
 * only if nothing at all was read. A row under another client id than ours counts as unreadable: it decides
 * nothing (MAPPING §6).
 */
export async function readStatuses<Row extends EdgexRow>(
  source: RecordSource<Row>,
  open: readonly OpenWithdrawal[],
  context: ReadContext,
): Promise<StatusRead> {
  const read = { records: [] as WithdrawalRecord[], unreadable: [] as string[], notRead: [] as string[] };
  if (open.length === 0) return read;
  const catalog = await source.reader.recent(context);
  let failure: ExchangeError | null = null;
  for (let at = 0; at < open.length; at += batchSize) {
    const batch = open.slice(at, at + batchSize);
    try {
      const { rows, unreadableIds, unreadableRows } = await readRows(
        source,
        batch.map((one) => one.exchangeWithdrawalId),
        context,
      );
      for (const one of batch) {
        const row = rows.find((shown) => shown.id === one.exchangeWithdrawalId);
        if (row !== undefined && hasClientId(row, one.clientWithdrawalId))
          read.records.push(source.toRecord(row, catalog));
        else if (row !== undefined || unreadableIds.includes(one.exchangeWithdrawalId))
          read.unreadable.push(one.exchangeWithdrawalId);
        // A row without a readable id could be any of those that are not shown.
        else if (unreadableRows > 0) read.notRead.push(one.exchangeWithdrawalId);
      }
    } catch (error) {
      if (!(error instanceof ExchangeError)) throw error;
      failure = error;
      read.notRead.push(...batch.map((one) => one.exchangeWithdrawalId));
    }
  }
  if (failure !== null && read.notRead.length === open.length) throw failure;
  return read;
}

/** Reads one record by the exchange's id. Throws ExchangeError where it is shown but cannot be believed. */
export async function findById<Row extends EdgexRow>(
  source: RecordSource<Row>,
  id: string,
  hint: Pick<OpenWithdrawal, 'clientWithdrawalId'>,
  context: ReadContext,
): Promise<FindAnswer> {
  const { core, endpoint } = source;
  const catalog = await source.reader.recent(context);
  const { rows, unreadableIds, unreadableRows } = await readRows(source, [id], context);
  const row = rows.find((shown) => shown.id === id);
  if (row !== undefined && hasClientId(row, hint.clientWithdrawalId))
    return { kind: 'found', record: source.toRecord(row, catalog) };
  if (row !== undefined) throw unreadable(core.adapter, endpoint, 'the record is under another client id than ours');
  if (unreadableIds.length + unreadableRows > 0)
    throw unreadable(core.adapter, endpoint, 'the record could not be read');
  return { kind: 'notFound' };
}

/** `clientId` null: the caller knows of no id of ours. */
function hasClientId(row: EdgexRow, clientId: string | null): boolean {
  return clientId === null || row.clientId === clientId;
}
