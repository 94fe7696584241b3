import type { Capabilities } from '../../domain/capabilities.ts';
import type { SubmitAnswer } from '../../domain/submitAnswer.ts';
import type { SubmitIntent, WithdrawalRecord } from '../../domain/withdrawal.ts';
import { ExchangeError } from '../errors.ts';
import type {
  AccountProbe,
  AdapterConfig,
  Exchange,
  FindAnswer,
  OpenWithdrawal,
  ReadContext,
  StatusReadContext,
} from '../exchange.ts';
import { toCancelAnswer, toSubmitAnswer, toUnsentAnswer } from '../http/classifyHttp.ts';
import { unreadable } from '../http/dialectClient.ts';
import { parseRows } from '../reads/parseRows.ts';
import { readStatusesBy } from '../reads/readStatusesBy.ts';
import { commonProblems } from '../requestRules.ts';
import { createBigoneClient } from './client.ts';
import type { BigoneCredentials, BigoneOptions } from './config.ts';
import { isOurWithdrawal, toBigoneAssetRules, toBigoneRecord } from './mapping.ts';
import type { WithdrawalRow } from './wire.ts';
import { withdrawalRow } from './wire.ts';

export type BigoneCapabilities = Capabilities & { readonly findBy: 'clientId'; readonly cancel: 'asynchronous' };

const adapter = 'bigone';
/** What is asked for, and what is documented as given to who asks for nothing: the fall-back (MAPPING §7). */
const pageSizes = { asked: 200, documented: 50 } as const;

/** BigONE: found again by our guid, cancelled asynchronously, paid out of the FUND wallet. */
export function createBigone(
  config: AdapterConfig<BigoneCredentials, BigoneOptions>,
  base: BigoneCapabilities,
): Exchange {
  const client = createBigoneClient(config);
  let pageSize: number = pageSizes.asked;
  const capabilities: BigoneCapabilities = { ...base, repeatSubmit: config.options.trustGuid ? 'safe' : 'never' };

  /** Nothing that belongs to another customer is believed: the key is not that of the pinned account. */
  function checkCustomer(rows: readonly WithdrawalRow[], endpoint: string): void {
    const pinned = config.exchangeAccountId;
    if (pinned === null || rows.every((row) => row.customer_id === null || row.customer_id === pinned)) return;
    throw new ExchangeError({
      reason: 'authRefused',
      adapter,
      endpoint,
      note: 'the record is of another account than exchangeAccountId in the configuration',
    });
  }

  async function getByPath(path: string, context: ReadContext): Promise<WithdrawalRow | 'absent' | 'unreadable'> {
    const reply = await client.getWithdrawal(path, context);
    if (reply.kind === 'failed') {
      if (reply.error.reason === 'notFound') return 'absent';
      throw reply.error;
    }
    const row = withdrawalRow.safeParse(reply.data);
    if (!row.success) return 'unreadable';
    checkCustomer([row.data], 'GET /viewer/withdrawals/{guid}');
    return row.data;
  }

  /**
   * A limit above a maximum that nobody documents may be refused: that is asked once. A list cut short goes
   * on by its token.
   */
  async function listPage(query: Parameters<typeof client.listWithdrawals>[0], context: ReadContext) {
    const limit = pageSize;
    try {
      return await client.listWithdrawals({ ...query, limit }, context);
    } catch (error) {
      if (limit === pageSizes.documented || !(error instanceof ExchangeError) || error.reason !== 'parameterRefused')
        throw error;
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
    checkCustomer(rows, 'GET /viewer/withdrawals');
    if (page.pageToken !== null && page.pageToken === pageToken)
      throw unreadable(adapter, 'GET /viewer/withdrawals', 'a page that points to itself');
    return {
      records: rows.map(toBigoneRecord),
      unreadableIds,
      unreadableRows,
      next: page.data.length === 0 ? null : page.pageToken,
    };
  }

  /** By guid where we have one; a record with another id is not the one that was asked for. */
  function readOne(open: Pick<OpenWithdrawal, 'exchangeWithdrawalId' | 'clientWithdrawalId'>, context: ReadContext) {
    return open.clientWithdrawalId === null
      ? null
      : readByGuid(open.exchangeWithdrawalId, open.clientWithdrawalId, context);
  }

  async function readByGuid(
    id: string,
    guid: string,
    context: ReadContext,
  ): Promise<WithdrawalRecord | 'absent' | 'unreadable'> {
    const found = await getByPath(guid, context);
    if (typeof found === 'string') return found;
    return found.id === id ? toBigoneRecord(found) : 'absent';
  }

  const readMany = (open: readonly OpenWithdrawal[], assetSymbol: string | null, context: StatusReadContext) =>
    readStatusesBy<string>(
      open,
      {
        readPage: (cursor) => readPage(cursor, assetSymbol, context),
        readOne: (one) => readOne(one, context),
        // An adopted record need not have been created under our guid, so the list has the last word.
        oneProvesAbsence: false,
        nowMs: config.nowMs,
      },
      context.onRecords,
    );

  async function submit(intent: SubmitIntent): Promise<SubmitAnswer> {
    const { asset, address, amount, memo, network, clientWithdrawalId } = intent;
    const input = {
      symbol: asset,
      target_address: address,
      amount,
      guid: clientWithdrawalId ?? '',
      gateway_name: network,
      ...(memo === null ? {} : { memo }),
    };
    const reply = await client.createWithdrawal(input).catch((error: unknown) => ({ kind: 'unsent' as const, error }));
    if (reply.kind === 'unsent') return toUnsentAnswer(reply.error, adapter);
    if (reply.kind === 'failed') return toSubmitAnswer(reply.error);
    const row = withdrawalRow.safeParse(reply.data);
    const doubt = (note: string) => toSubmitAnswer(unreadable(adapter, 'POST /viewer/withdrawals', note));
    // It was taken; which record it became is then for the look-up by guid to say.
    if (!row.success) return doubt('accepted, but the record could not be read');
    if (!isOurWithdrawal(row.data, intent)) return doubt('accepted, but the record shown is of another withdrawal');
    if (
      config.exchangeAccountId !== null &&
      row.data.customer_id !== null &&
      row.data.customer_id !== config.exchangeAccountId
    ) {
      return doubt('accepted, but the record is of another account than exchangeAccountId in the configuration');
    }
    return { kind: 'accepted', exchangeWithdrawalId: row.data.id, record: toBigoneRecord(row.data) };
  }

  async function probe(context: ReadContext): Promise<AccountProbe> {
    const beforeMs = config.nowMs();
    const { data: serverMs } = await client.ping(context);
    const middleMs = (beforeMs + config.nowMs()) / 2;
    const { data: page } = await client.listWithdrawals({ limit: 1 }, context);
    const canReadFunds = await client.listFundAccounts(context).then(
      () => true,
      (error: unknown) => {
        if (error instanceof ExchangeError && error.reason === 'permissionDenied') return false;
        throw error;
      },
    );
    return {
      exchangeAccountId: parseRows(page, withdrawalRow).rows[0]?.customer_id ?? null,
      clockSkewMs: serverMs === null ? null : Math.round(serverMs - middleMs),
      permissions: ['view withdrawals', ...(canReadFunds ? ['view the FUND wallet'] : [])],
    };
  }

  return {
    capabilities,
    probe,
    submit,
    readAssetRules: async (context) => toBigoneAssetRules((await client.listAssets(context)).data),
    checkRequest: commonProblems,
    // Nothing is signed but key and time, so nothing else needs fixing.
    freeze: async () => ({}),
    laneKey: () => null,
    laneKeyOfRecord: () => null,
    readStatuses: (open, context) => readMany(open, null, context),

    async findById(exchangeWithdrawalId, hint, context): Promise<FindAnswer> {
      const read = await readMany([{ exchangeWithdrawalId, ...hint }], hint.asset, context);
      const [record] = read.records;
      if (record !== undefined) return { kind: 'found', record };
      if (read.unreadable.length + read.notRead.length === 0) return { kind: 'notFound' };
      throw unreadable(adapter, 'GET /viewer/withdrawals', 'the record could not be read, or the list not to its end');
    },

    async findByClientId(intent, context): Promise<FindAnswer> {
      const endpoint = 'GET /viewer/withdrawals/{guid}';
      if (intent.clientWithdrawalId === null)
        throw new ExchangeError({
          reason: 'parameterRefused',
          adapter,
          endpoint,
          note: 'no clientWithdrawalId to look for',
        });
      const row = await getByPath(intent.clientWithdrawalId, context);
      if (row === 'absent') return { kind: 'notFound' };
      if (row === 'unreadable') throw unreadable(adapter, endpoint, 'the record could not be read');
      if (!isOurWithdrawal(row, intent))
        throw unreadable(adapter, endpoint, 'the record under our guid is of another withdrawal');
      return { kind: 'found', record: toBigoneRecord(row) };
    },

    async requestCancel(target) {
      // Without a guid the numeric id goes in its place: at worst it is not found (MAPPING §7).
      const reply = await client
        .cancelWithdrawal(target.clientWithdrawalId ?? target.exchangeWithdrawalId)
        .catch((error: unknown) => ({ kind: 'unsent' as const, error }));
      if (reply.kind === 'unsent')
        return { kind: 'unknown', message: `${adapter}: the cancel could not be prepared; nothing was sent` };
      if (reply.kind === 'failed') return toCancelAnswer(reply.error);
      return { kind: 'taken', message: 'cancel request taken; the record will tell' };
    },
  };
}
