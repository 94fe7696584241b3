import type { Capabilities } from '../../domain/capabilities.ts';
import type { SubmitAnswer } from '../../domain/submitAnswer.ts';
import type { SubmitIntent, WithdrawalRecord } from '../../domain/withdrawal.ts';
import { toCancelAnswer, toSubmitAnswer, toUnsentAnswer } from '../classifyHttp.ts';
import { unreadable } from '../dialectClient.ts';
import type { AccountProbe, AdapterConfig, Exchange, FindAnswer, HistoryRead, OpenWithdrawal, ReadContext } from '../exchange.ts';
import { epochMs } from '../json.ts';
import { parseRows } from '../parseRows.ts';
import { readSliced } from '../readSliced.ts';
import { readStatusesBy } from '../readStatusesBy.ts';
import { commonProblems } from '../requestRules.ts';
import { createBitunixClient } from './client.ts';
import type { BitunixCredentials, BitunixOptions } from './config.ts';
import { bitunixLaneKey, toBitunixAssetRules, toBitunixRecord } from './mapping.ts';
import { historyRow, idData } from './wire.ts';

export type BitunixCapabilities = Capabilities & { readonly findBy: 'history'; readonly cancel: 'firstReviewOnly' };

const adapter = 'bitunix';
const historyEndpoint = 'POST /api/spot/v1/withdraw_transfer/page';
/** "Maximum: 100." */
const pageSize = 100;
/** How far beyond the exchange's clock a window reaches, so that no clock of theirs cuts off the newest rows. */
const aheadMs = 60_000;

/** Bitunix: takes no id of ours, so a lost submit is found in its history; cancels only in its first review. */
export function createBitunix(config: AdapterConfig<BitunixCredentials, BitunixOptions>, capabilities: BitunixCapabilities): Exchange {
  const client = createBitunixClient(config);

  /** One page, its withdrawals alone. Whether the bounds are inclusive is not said, so they are asked for a millisecond wider. */
  async function readPage(filter: { coin?: string; fromMs: number; toMs: number | null }, context: ReadContext) {
    const { coin, fromMs, toMs } = filter;
    const bounds = { startTime: Math.max(0, fromMs - 1), ...(toMs === null ? {} : { endTime: toMs + 1 }) };
    const { data, dateMs } = await client.readHistory({ type: 'withdraw', limit: pageSize, ...(coin === undefined ? {} : { coin }), ...bounds }, context);
    // The filter by type may go unheeded; other kinds of rows are none of ours, readable or not.
    const parsed = parseRows(data.filter((row) => !isOtherKind(row)), historyRow);
    const records = parsed.rows.map(toBitunixRecord);
    return { ...parsed, records, full: data.length >= pageSize, timesMs: data.flatMap(timeOf), dateMs };
  }

  async function readOne(id: string, context: ReadContext): Promise<WithdrawalRecord | 'absent' | 'unreadable'> {
    const { data } = await client.readHistory({ id, limit: 10 }, context);
    const { rows, unreadableIds, unreadableRows } = parseRows(data, historyRow);
    const row = rows.find((one) => one.id === id);
    if (row !== undefined) return row.type === 'withdraw' ? toBitunixRecord(row) : 'unreadable';
    if (unreadableIds.includes(id) || unreadableRows > 0) return 'unreadable';
    // Rows, but none with this id: the filter was not obeyed, so this proves no absence.
    if (data.length > 0) throw unreadable(adapter, historyEndpoint, 'the id filter was not obeyed');
    return 'absent';
  }

  async function readHistory(intent: Pick<SubmitIntent, 'asset'>, fromMs: number, toMs: number | null, context: ReadContext): Promise<HistoryRead> {
    const startedAtMs = config.nowMs();
    const first = await readPage({ coin: intent.asset, fromMs, toMs }, context);
    // The Date header is written at the end of the answer: taking off how long it took gives when the read began.
    const exchangeTimeMs = first.dateMs === null ? startedAtMs : first.dateMs - (config.nowMs() - startedAtMs);
    const untilMs = toMs ?? Math.max(exchangeTimeMs, ...first.timesMs) + aheadMs;
    const pages = [first];
    let complete = true;
    if (first.full) {
      const sliced = await readSliced(fromMs, untilMs, async (from, to) => {
        const page = await readPage({ coin: intent.asset, fromMs: from, toMs: to }, context);
        return { rows: [page], timesMs: page.timesMs, full: page.full };
      });
      pages.push(...sliced.rows);
      complete = sliced.complete;
    }
    const records = new Map(pages.flatMap((page) => page.records).filter((record) => isWithin(record, fromMs, toMs)).map((record) => [record.exchangeWithdrawalId, record]));
    const unreadableIds = new Set(pages.flatMap((page) => page.unreadableIds));
    const unreadableRows = unreadableIds.size + pages.reduce((sum, page) => sum + page.unreadableRows, 0);
    // A withdrawal that shows no network or address could be on any lane: absence would prove nothing.
    const unplaced = [...records.values()].filter((record) => laneKeyOfRecord(record) === null).length;
    return { records: [...records.values()], unreadableRows: unreadableRows + unplaced, complete, exchangeTimeMs };
  }

  /** Windows walk back from now to the oldest; whoever is not seen in them is asked for by id. */
  function readStatuses(open: readonly OpenWithdrawal[], context: ReadContext) {
    const fromMs = Math.min(...open.map((one) => one.notBeforeMs));
    return readStatusesBy<number>(open, {
      async readPage(cursor) {
        const page = await readPage({ fromMs, toMs: cursor }, context);
        const oldestMs = Math.min(...page.timesMs);
        const goesOn = page.full && Number.isFinite(oldestMs) && oldestMs > fromMs && (cursor === null || oldestMs < cursor);
        return { ...page, next: goesOn ? oldestMs : null };
      },
      readOne: (one) => readOne(one.exchangeWithdrawalId, context),
      oneProvesAbsence: true,
      nowMs: config.nowMs,
    });
  }

  async function submit(intent: SubmitIntent): Promise<SubmitAnswer> {
    const { asset, network, address, amount, memo } = intent;
    const input = { coin: asset, network, address, amount, ...(memo === null || memo === '' ? {} : { memo }) };
    const reply = await client.withdraw(input).catch((error: unknown) => ({ kind: 'unsent' as const, error }));
    if (reply.kind === 'unsent') return toUnsentAnswer(reply.error, adapter);
    if (reply.kind === 'failed') return toSubmitAnswer(reply.error);
    const id = idData('withdrawId').safeParse(reply.data);
    if (!id.success) return toSubmitAnswer(unreadable(adapter, 'POST /api/spot/v1/withdraw', 'accepted, but the id could not be read'));
    return { kind: 'accepted', exchangeWithdrawalId: id.data, record: null };
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
    checkRequest: commonProblems,
    // Every field that is signed is a field of the request.
    freeze: async () => ({}),
    laneKey: bitunixLaneKey,
    laneKeyOfRecord,

    async findById(exchangeWithdrawalId, _hint, context): Promise<FindAnswer> {
      const found = await readOne(exchangeWithdrawalId, context);
      if (found === 'unreadable') throw unreadable(adapter, historyEndpoint, 'the record could not be read as a withdrawal');
      return found === 'absent' ? { kind: 'notFound' } : { kind: 'found', record: found };
    },

    async requestCancel(target) {
      const reply = await client.cancelWithdraw({ withdrawId: target.exchangeWithdrawalId }).catch((error: unknown) => ({ kind: 'unsent' as const, error }));
      if (reply.kind === 'unsent') return { kind: 'unknown', message: `${adapter}: the cancel could not be prepared; nothing was sent` };
      if (reply.kind === 'failed') return toCancelAnswer(reply.error);
      return { kind: 'taken', message: 'cancel taken; the record will tell' };
    },
  };
}

function laneKeyOfRecord(record: WithdrawalRecord): string | null {
  const { asset, network, address, memo } = record;
  return network === null || address === null ? null : bitunixLaneKey({ asset, network, address, memo });
}

function isOtherKind(row: unknown): boolean {
  return typeof row === 'object' && row !== null && 'type' in row && typeof row.type === 'string' && row.type !== 'withdraw';
}

/** Read for itself: the cut of a full window needs the times of all its rows. */
function timeOf(row: unknown): number[] {
  const time = epochMs.safeParse(typeof row === 'object' && row !== null && 'ctime' in row ? row.ctime : undefined);
  return time.success ? [time.data] : [];
}

function isWithin(record: WithdrawalRecord, fromMs: number, toMs: number | null): boolean {
  return record.createdAtMs === null || (record.createdAtMs >= fromMs && (toMs === null || record.createdAtMs <= toMs));
}
