import { LosslessNumber } from 'lossless-json';

import type { AccountCall, Call, ExchangeState, Subject } from '../exchangeApi.ts';
import type { ScriptStatus } from '../ledger.ts';
import type { ShownRecord, RecordView } from '../recordView.ts';
import { isFinal } from '../script.ts';
import { readFields } from './fields.ts';
import type { Journal, JournalRow } from './journal.ts';

/** No maximum is documented. */
const assumedMaximum = 100;

const statuses = {
  pending: 'PENDING',
  verification: 'PENDING',
  broadcast: 'PROCESSING',
  completed: 'COMPLETED',
  failed: 'FAILURE',
  cancelled: 'CANCELLED',
} as const;
const statusOf = (status: ScriptStatus) => (typeof status === 'object' ? status.raw : statuses[status]);

type Row = { orderId: string; currency: string; atMs: number; json: Record<string, unknown> };

/**
 * `GET /api/v3.2/user/wallet_history`: withdrawals among deposits, transfers and conversions. Both ends of
 * the time range belong to it.
 */
export function createHistory(state: ExchangeState, view: RecordView, journal: Journal) {
  const { book, options } = state;
  const settings = options.btse ?? {};
  const number = (text: string) => new LosslessNumber(text);
  const idOf = (id: string) => (settings.orderIdAs === 'text' ? id : number(id));

  function toRow(shown: ShownRecord): Row {
    const isFeeShown = !shown.feeHidden || isFinal(shown.status);
    const json = {
      amount: number(settings.rowAmount === 'received' ? shown.receivedAmount : shown.amount),
      currency: shown.asset,
      description: 'Withdrawal',
      fees: number(isFeeShown ? shown.fee : '0'),
      orderId: idOf(shown.exchangeWithdrawalId),
      status: statusOf(shown.status),
      timestamp: shown.acceptedAtMs,
      type: 'Withdraw',
      username: shown.accountId,
      wallet: '@SPOT',
      txid: shown.txid,
      ...(settings.showNetwork === false ? {} : { currencyNetwork: shown.network }),
      ...(settings.showToAddress === true ? { toAddress: shown.address } : {}),
    };
    return { orderId: shown.exchangeWithdrawalId, currency: shown.asset, atMs: shown.acceptedAtMs, json };
  }

  function toJournalRow({ accountId, orderId, type, currency, amount, timestamp }: JournalRow): Row {
    const json = {
      amount: number(amount),
      currency,
      description: type,
      fees: number('0'),
      orderId: idOf(orderId),
      status: 'COMPLETED',
      timestamp,
      type,
      username: accountId,
      wallet: '@SPOT',
    };
    return { orderId, currency, atMs: timestamp, json };
  }

  function createFilter(call: Call): (row: Row) => boolean {
    const fields = readFields(call);
    const [currency, start, end] = [fields.optional('currency'), fields.whole('startTime'), fields.whole('endTime')];
    return (row) =>
      (currency === null || row.currency === currency) &&
      (start === null || row.atMs >= start) &&
      (end === null || row.atMs <= end);
  }

  const isNewer = (a: Row, b: Row) => b.atMs - a.atMs || (BigInt(b.orderId) > BigInt(a.orderId) ? 1 : -1);

  function answer({ call, account, point }: AccountCall) {
    const count = readFields(call).whole('count') ?? assumedMaximum;
    const entries = book.of(account.accountId);
    const all = [...view.showAll(entries, point).map(toRow), ...journal.of(account.accountId).map(toJournalRow)]
      .filter(createFilter(call))
      .sort(isNewer);
    const rows = (settings.order === 'oldestFirst' ? all.reverse() : all).slice(
      0,
      Math.min(count, options.maxPageSize ?? assumedMaximum),
    );
    const onPage = new Set(rows.map((row) => row.orderId));
    const shown = rows.map((row) => row.json);
    return view.isDuplicated(
      entries.filter((entry) => onPage.has(entry.exchangeWithdrawalId)),
      point,
    )
      ? [...shown, ...shown]
      : shown;
  }

  const subjects = (_: Call, account: { accountId: string }): Subject[] => book.of(account.accountId);

  return { answer, subjects, point: 'follow' as const };
}
