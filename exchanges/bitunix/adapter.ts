import type { Capabilities } from '../../domain/capabilities.ts';
import type { SubmitAnswer } from '../../domain/submitAnswer.ts';
import type { SubmitIntent, WithdrawalRecord } from '../../domain/withdrawal.ts';
import { ExchangeError } from '../errors.ts';
import type {
  AccountProbe,
  AdapterConfig,
  Exchange,
  FindAnswer,
  HistoryRead,
  OpenWithdrawal,
  ReadContext,
  StatusReadContext,
} from '../exchange.ts';
import { toCancelAnswer, toSubmitAnswer, toUnsentAnswer } from '../http/classifyHttp.ts';
import { unreadable } from '../http/dialectClient.ts';
import { epochMs } from '../http/json.ts';
import { parseRows } from '../reads/parseRows.ts';
import { readSliced } from '../reads/readSliced.ts';
import { readStatusesBy } from '../reads/readStatusesBy.ts';
import { sharedWalk } from '../reads/sharedWalk.ts';
import { commonProblems } from '../requestRules.ts';
import { createBitunixClient } from './client.ts';
import type { BitunixCredentials, BitunixOptions } from './config.ts';
import { bitunixLaneKey, bitunixLaneKeyOfRecord, toBitunixAssetRules, toBitunixRecord } from './mapping.ts';
import { isInternalNetwork, recipientProblems, toRecipient } from './recipient.ts';
import { historyRow, idData, transferTypes } from './wire.ts';

export type BitunixCapabilities = Capabilities & { readonly findBy: 'history'; readonly cancel: 'firstReviewOnly' };

const adapter = 'bitunix';
const historyEndpoint = 'POST /api/spot/v1/withdraw_transfer/page';
/** "Maximum: 100." */
const pageSize = 100;
/** How far beyond the exchange's clock a window reaches, so that no clock of theirs cuts off the newest rows. */
const aheadMs = 60_000;

/** Rows by what they are, and the ways to ask for them. */
type RowKind = {
  readonly types: readonly string[];
  /** Values of the filter by type; null asks without one. Several: what any of them shows is there. */
  readonly filters: readonly (FilterType | null)[];
};
type FilterType = 'withdraw' | 'inside_transfer';
const onChain: RowKind = { types: ['withdraw'], filters: ['withdraw'] };
// The filter's spelling is not the rows': transfers that it does not show are found without it (MAPPING §8).
const internal: RowKind = { types: transferTypes, filters: ['inside_transfer', null] };
const either: RowKind = { types: [...onChain.types, ...internal.types], filters: [null] };

type PageFilter = {
  readonly kind: RowKind;
  readonly type: FilterType | null;
  readonly coin?: string;
  readonly fromMs: number;
  readonly toMs: number | null;
};

/** Bitunix: takes no id of ours, so a lost submit is found in its history; cancels only in its first review. */
export function createBitunix(
  config: AdapterConfig<BitunixCredentials, BitunixOptions>,
  capabilities: BitunixCapabilities,
): Exchange {
  const client = createBitunixClient(config);

  /**
   * One page, rows of this kind alone. Whether the bounds are inclusive is not said, so they are asked for a
   * millisecond wider.
   */
  async function readPage({ kind, type, coin, fromMs, toMs }: PageFilter, context: ReadContext) {
    const bounds = { startTime: Math.max(0, fromMs - 1), ...(toMs === null ? {} : { endTime: toMs + 1 }) };
    const { data, dateMs } = await client.readHistory(
      { ...(type === null ? {} : { type }), limit: pageSize, ...(coin === undefined ? {} : { coin }), ...bounds },
      context,
    );
    // The filter by type may go unheeded; other kinds of rows are none of ours, readable or not.
    const parsed = parseRows(
      data.filter((row) => !isOtherKind(row, kind)),
      historyRow,
    );
    const records = parsed.rows.map(toBitunixRecord);
    return { ...parsed, records, full: data.length >= pageSize, timesMs: data.flatMap(timeOf), dateMs };
  }

  async function readOne(id: string, context: ReadContext): Promise<WithdrawalRecord | 'absent' | 'unreadable'> {
    const { data } = await client.readHistory({ id, limit: 10 }, context);
    const { rows, unreadableIds, unreadableRows } = parseRows(data, historyRow);
    const row = rows.find((one) => one.id === id);
    if (row !== undefined) return either.types.includes(row.type) ? toBitunixRecord(row) : 'unreadable';
    if (unreadableIds.includes(id) || unreadableRows > 0) return 'unreadable';
    // Rows, but none with this id: the filter was not obeyed, so this proves no absence.
    if (data.length > 0) throw unreadable(adapter, historyEndpoint, 'the id filter was not obeyed');
    return 'absent';
  }

  /** Every page that one filter shows. */
  async function readAll(filter: PageFilter, context: ReadContext) {
    const startedAtMs = config.nowMs();
    const first = await readPage(filter, context);
    // The Date header is written at the end of the answer: taking off how long it took gives when the read began.
    const exchangeTimeMs = first.dateMs === null ? startedAtMs : first.dateMs - (config.nowMs() - startedAtMs);
    if (!first.full) return { pages: [first], complete: true, exchangeTimeMs };
    const untilMs = filter.toMs ?? Math.max(exchangeTimeMs, ...first.timesMs) + aheadMs;
    const sliced = await readSliced(filter.fromMs, untilMs, async (from, to) => {
      const page = await readPage({ ...filter, fromMs: from, toMs: to }, context);
      return { rows: [page], timesMs: page.timesMs, full: page.full };
    });
    return { pages: [first, ...sliced.rows], complete: sliced.complete, exchangeTimeMs };
  }

  async function readKind(kind: RowKind, coin: string, fromMs: number, toMs: number | null, context: ReadContext) {
    const reads: Awaited<ReturnType<typeof readAll>>[] = [];
    for (const type of kind.filters) reads.push(await readAll({ kind, type, coin, fromMs, toMs }, context));
    return reads;
  }
  /** Look-ups of one coin at the same time share one walk. */
  const walks = {
    onChain: sharedWalk(adapter, (coin, fromMs, context) => readKind(onChain, coin, fromMs, null, context)),
    internal: sharedWalk(adapter, (coin, fromMs, context) => readKind(internal, coin, fromMs, null, context)),
  };

  async function readHistory(
    intent: Pick<SubmitIntent, 'asset' | 'network'>,
    fromMs: number,
    toMs: number | null,
    context: ReadContext,
  ): Promise<HistoryRead> {
    const kind = isInternalNetwork(intent.network) ? internal : onChain;
    const reads =
      toMs === null
        ? await walks[kind === internal ? 'internal' : 'onChain'](intent.asset, fromMs, context)
        : await readKind(kind, intent.asset, fromMs, toMs, context);
    const pages = reads.flatMap((read) => read.pages);
    const records = new Map(
      pages
        .flatMap((page) => page.records)
        .filter((record) => isWithin(record, fromMs, toMs))
        .map((record) => [record.exchangeWithdrawalId, record]),
    );
    const unreadableIds = new Set(pages.flatMap((page) => page.unreadableIds));
    const unreadableRows = unreadableIds.size + pages.reduce((sum, page) => sum + page.unreadableRows, 0);
    // A row that does not show its network or address in full could be on any lane: absence would prove nothing.
    const unplaced = [...records.values()].filter((record) => couldBeOnAnyLane(record, intent.network)).length;
    return {
      records: [...records.values()],
      unreadableRows: unreadableRows + unplaced,
      complete: reads.every((read) => read.complete),
      exchangeTimeMs: Math.min(...reads.map((read) => read.exchangeTimeMs)),
    };
  }

  /** Windows walk back from now to the oldest; whoever is not seen in them is asked for by id. */
  function readStatuses(open: readonly OpenWithdrawal[], context: StatusReadContext) {
    const fromMs = Math.min(...open.map((one) => one.notBeforeMs));
    return readStatusesBy<number>(
      open,
      {
        async readPage(cursor) {
          const page = await readPage({ kind: either, type: null, fromMs, toMs: cursor }, context);
          const oldestMs = Math.min(...page.timesMs);
          const goesOn =
            page.full && Number.isFinite(oldestMs) && oldestMs > fromMs && (cursor === null || oldestMs < cursor);
          return { ...page, next: goesOn ? oldestMs : null };
        },
        readOne: (one) => readOne(one.exchangeWithdrawalId, context),
        oneProvesAbsence: true,
        nowMs: config.nowMs,
      },
      context.onRecords,
    );
  }

  async function submit(intent: SubmitIntent): Promise<SubmitAnswer> {
    const transfers = isInternalNetwork(intent.network);
    const { endpoint, idField } = transfers
      ? { endpoint: 'POST /api/spot/v1/inside_transfer', idField: 'insideTransferId' }
      : { endpoint: 'POST /api/spot/v1/withdraw', idField: 'withdrawId' };
    const reply = await (transfers ? sendTransfer(intent, endpoint) : sendWithdrawal(intent)).catch(
      (error: unknown) => ({ kind: 'unsent' as const, error }),
    );
    if (reply.kind === 'unsent') return toUnsentAnswer(reply.error, adapter);
    if (reply.kind === 'failed') return toSubmitAnswer(reply.error);
    const id = idData(idField).safeParse(reply.data);
    if (!id.success) return toSubmitAnswer(unreadable(adapter, endpoint, 'accepted, but the id could not be read'));
    return { kind: 'accepted', exchangeWithdrawalId: id.data, record: null };
  }

  function sendWithdrawal({ asset, network, address, amount, memo }: SubmitIntent) {
    return client.withdraw({
      coin: asset,
      network,
      address,
      amount,
      ...(memo === null || memo === '' ? {} : { memo }),
    });
  }

  /** Throws only before anything is sent. */
  async function sendTransfer({ asset, network, address, amount }: SubmitIntent, endpoint: string) {
    const recipient = toRecipient(network, address);
    if (recipient === null)
      throw new ExchangeError({
        reason: 'parameterRefused',
        adapter,
        endpoint,
        note: 'the recipient has not the form of its kind; nothing was sent',
      });
    return client.insideTransfer({ coin: asset, amount, ...recipient }, 'taken');
  }

  async function probe(context: ReadContext): Promise<AccountProbe> {
    const beforeMs = config.nowMs();
    const user = await client.getUserInfo(context);
    const middleMs = (beforeMs + config.nowMs()) / 2;
    await client.readHistory({ type: 'withdraw', limit: 1 }, context);
    return {
      exchangeAccountId: user.data.uid,
      // The Date header has whole seconds, cut: half a second is added to be right on average.
      clockSkewMs: user.dateMs === null ? null : Math.round(user.dateMs + 500 - middleMs),
      permissions: ['view the account', 'view withdrawals'],
    };
  }

  return {
    capabilities,
    probe,
    submit,
    readStatuses,
    readHistory,
    readAssetRules: async (context) => toBitunixAssetRules((await client.listCoinNetworks(context)).data),
    checkRequest: (request) => [...commonProblems(request), ...recipientProblems(request)],
    // Every field that is signed is a field of the request.
    freeze: async () => ({}),
    laneKey: bitunixLaneKey,
    laneKeyOfRecord: bitunixLaneKeyOfRecord,

    async findById(exchangeWithdrawalId, _hint, context): Promise<FindAnswer> {
      const found = await readOne(exchangeWithdrawalId, context);
      if (found === 'unreadable')
        throw unreadable(
          adapter,
          historyEndpoint,
          'the record could not be read as a withdrawal or an internal transfer',
        );
      return found === 'absent' ? { kind: 'notFound' } : { kind: 'found', record: found };
    },

    async requestCancel(target) {
      const id = target.exchangeWithdrawalId;
      const asked = isInternalNetwork(target.network)
        ? client.cancelInsideTransfer({ insideTransferId: id })
        : client.cancelWithdraw({ withdrawId: id });
      const reply = await asked.catch((error: unknown) => ({ kind: 'unsent' as const, error }));
      if (reply.kind === 'unsent')
        return { kind: 'unknown', message: `${adapter}: the cancel could not be prepared; nothing was sent` };
      if (reply.kind === 'failed') return toCancelAnswer(reply.error);
      return { kind: 'taken', message: 'cancel taken; the record will tell' };
    },
  };
}

/** Another kind of transfer is surely not on this lane, however little of its recipient is shown. */
function couldBeOnAnyLane(record: WithdrawalRecord, network: string): boolean {
  const isOtherTransfer = record.internal && record.network !== null && record.network !== network;
  return !isOtherTransfer && bitunixLaneKeyOfRecord(record) === null;
}

function isOtherKind(row: unknown, kind: RowKind): boolean {
  return (
    typeof row === 'object' &&
    row !== null &&
    'type' in row &&
    typeof row.type === 'string' &&
    !kind.types.includes(row.type)
  );
}

/** Read for itself: the cut of a full window needs the times of all its rows. */
function timeOf(row: unknown): number[] {
  const time = epochMs.safeParse(typeof row === 'object' && row !== null && 'ctime' in row ? row.ctime : undefined);
  return time.success ? [time.data] : [];
}

function isWithin(record: WithdrawalRecord, fromMs: number, toMs: number | null): boolean {
  return record.createdAtMs === null || (record.createdAtMs >= fromMs && (toMs === null || record.createdAtMs <= toMs));
}
