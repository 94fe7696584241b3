import type { WithdrawalRecord } from '../../domain/withdrawal.ts';
import { ExchangeError } from '../errors.ts';
import type { AdapterConfig, OpenWithdrawal, ReadContext, StatusRead, StatusReadContext } from '../exchange.ts';
import { unreadable } from '../http/checkData.ts';
import { parseRows } from '../reads/parseRows.ts';
import { readStatusesBy } from '../reads/readStatusesBy.ts';
import type { BigoneClient } from './client.ts';
import type { BigoneCredentials, BigoneOptions } from './config.ts';
import { toBigoneRecord } from './mapping.ts';
import type { WithdrawalRow } from './wire.ts';
import { withdrawalRow } from './wire.ts';

export const listEndpoint = 'GET /viewer/withdrawals';
export const byGuidEndpoint = 'GET /viewer/withdrawals/{guid}';
const adapter = 'bigone';
/** What is asked for, and the documented default: the fall-back where that is refused (MAPPING §7). */
const pageSizes = { asked: 200, documented: 50 } as const;

export type BigoneRecords = ReturnType<typeof createBigoneRecords>;

/** Reads records by our guid and from the list. All reads throw ExchangeError and may be repeated. */
export function createBigoneRecords(config: AdapterConfig<BigoneCredentials, BigoneOptions>, client: BigoneClient) {
  let pageSize: number = pageSizes.asked;

  /** False where the row shows a customer who is not the configured one. */
  const isOurCustomer = ({ customer_id: shown }: WithdrawalRow): boolean =>
    config.exchangeAccountId === null || shown === null || shown === config.exchangeAccountId;

  /** Throws where a row is of another customer: the key is then not that of the configured account. */
  function checkCustomer(rows: readonly WithdrawalRow[], endpoint: string): void {
    if (rows.every(isOurCustomer)) return;
    const note = 'the record is of another account than exchangeAccountId in the configuration';
    throw new ExchangeError({ reason: 'authRefused', adapter, endpoint, note });
  }

  /** The row under a guid. */
  async function readByGuid(guid: string, context: ReadContext): Promise<WithdrawalRow | 'absent' | 'unreadable'> {
    const reply = await client.getWithdrawal(guid, context);
    if (reply.kind === 'failed') {
      if (reply.error.reason === 'notFound') return 'absent';
      throw reply.error;
    }
    const row = withdrawalRow.safeParse(reply.data);
    if (!row.success) return 'unreadable';
    checkCustomer([row.data], byGuidEndpoint);
    return row.data;
  }

  /**
   * Nobody documents the largest limit. If ours is refused, the documented one is asked for from then on; a list
   * that is cut short goes on by its token.
   */
  async function listPage(query: Parameters<BigoneClient['listWithdrawals']>[0], context: ReadContext) {
    const limit = pageSize;
    try {
      return await client.listWithdrawals({ ...query, limit }, context);
    } catch (error) {
      const isRefused = error instanceof ExchangeError && error.reason === 'parameterRefused';
      if (limit === pageSizes.documented || !isRefused) throw error;
      pageSize = pageSizes.documented;
      return await client.listWithdrawals({ ...query, limit: pageSize }, context);
    }
  }

  async function readPage(pageToken: string | null, assetSymbol: string | null, context: ReadContext) {
    const query = {
      ...(pageToken === null ? {} : { page_token: pageToken }),
      ...(assetSymbol === null ? {} : { asset_symbol: assetSymbol }),
    };
    const page = await listPage(query, context);
    const { rows, unreadableIds, unreadableRows } = parseRows(page.data, withdrawalRow);
    checkCustomer(rows, listEndpoint);
    if (page.pageToken !== null && page.pageToken === pageToken)
      throw unreadable(adapter, listEndpoint, 'a page that points to itself');
    return {
      records: rows.map(toBigoneRecord),
      unreadableIds,
      unreadableRows,
      next: page.data.length === 0 ? null : page.pageToken,
    };
  }

  /** A record under the guid but with another id is not the one that was asked for. */
  async function readOne(
    id: string,
    guid: string,
    context: ReadContext,
  ): Promise<WithdrawalRecord | 'absent' | 'unreadable'> {
    const found = await readByGuid(guid, context);
    if (typeof found === 'string') return found;
    return found.id === id ? toBigoneRecord(found) : 'absent';
  }

  /** Many records by the exchange's ids, of one asset or (null) of all. */
  function readMany(
    open: readonly OpenWithdrawal[],
    assetSymbol: string | null,
    context: StatusReadContext,
  ): Promise<StatusRead> {
    return readStatusesBy<string>(
      open,
      {
        readPage: (pageToken) => readPage(pageToken, assetSymbol, context),
        readOne: ({ exchangeWithdrawalId, clientWithdrawalId }) =>
          clientWithdrawalId === null ? null : readOne(exchangeWithdrawalId, clientWithdrawalId, context),
        // An adopted record may have been created under another guid than ours, so only the list proves absence.
        oneProvesAbsence: false,
        nowMs: config.nowMs,
      },
      context.onRecords,
    );
  }

  return { isOurCustomer, readByGuid, readMany };
}
