import { LosslessNumber } from 'lossless-json';

import type { AccountCall, Call, ExchangeState, Subject } from '../exchangeApi.ts';
import type { LedgerEntry, ScriptStatus } from '../ledger.ts';
import { toMoney } from '../money.ts';
import type { ShownRecord, RecordView } from '../recordView.ts';
import { isFinal } from '../script.ts';
import type { Envelope } from './envelope.ts';
import { readFields, type Fields } from './fields.ts';
import { refusals } from './refusals.ts';

const documentedMaximum = 100;
const shownDecimals = 20;

const statuses = {
  pending: 'pending',
  verification: 'verification',
  broadcast: 'pending',
  completed: 'success',
  failed: 'fail',
  cancelled: 'cancelled',
} as const;
const statusOf = (status: ScriptStatus) => (typeof status === 'object' ? status.raw : statuses[status]);

const typeOf = (entry: LedgerEntry) => (entry.kind === 'inside_transfer' ? 'inside_transfer_out' : 'withdraw');

function receiverOf(shown: ShownRecord) {
  const none = { toType: null, toUid: null, toPhoneCountryCode: null, toPhoneNumber: null, toEmail: null };
  if (shown.kind !== 'inside_transfer') return none;
  const [toType, to = ''] = shown.address.split(/:(.*)/s);
  const [country = '', number = ''] = to.split(' ');
  if (toType === 'uid') return { ...none, toType, toUid: new LosslessNumber(to) };
  return toType === 'email'
    ? { ...none, toType, toEmail: to }
    : { ...none, toType, toPhoneCountryCode: country, toPhoneNumber: number };
}

/** A row as shown: `amount` is what arrives; the fee is not told before the end. */
function toRow(shown: ShownRecord, addressField: 'address' | 'toAddress') {
  const isFeeKnown = isFinal(shown.status) && !shown.feeHidden;
  const isWithdrawal = shown.kind !== 'inside_transfer';
  return {
    id: shown.exchangeWithdrawalId,
    type: typeOf(shown),
    coin: shown.asset,
    amount: toMoney(shown.receivedAmount, 'receivedAmount').toFixed(shownDecimals),
    status: statusOf(shown.status),
    ctime: shown.acceptedAtMs,
    network: isWithdrawal ? shown.network : null,
    [addressField]: isWithdrawal ? shown.address : null,
    transactionHash: isWithdrawal ? shown.txid : null,
    feeCoin: isFeeKnown ? shown.asset : null,
    fee: isFeeKnown ? toMoney(shown.fee, 'fee').toFixed(shownDecimals) : null,
    memo: shown.memo,
    ...receiverOf(shown),
  };
}

const typeFilters: Record<string, string> = {
  withdraw: 'withdraw',
  inside_transfer: 'inside_transfer_out',
  inside_transfer_out: 'inside_transfer_out',
};

function createFilter(fields: Fields): (entry: LedgerEntry) => boolean {
  const [id, coin, hash, type] = [
    fields.optional('id'),
    fields.optional('coin'),
    fields.optional('transactionHash'),
    fields.optional('type'),
  ];
  const [start, end, outBizId] = [fields.whole('startTime'), fields.whole('endTime'), fields.optional('outBizId')];
  const wantedType = type === null ? null : typeFilters[type];
  if (wantedType === undefined)
    throw refusals.badParameter(`type must be one of ${Object.keys(typeFilters).join(', ')}`);
  return (entry) =>
    (id === null || entry.exchangeWithdrawalId === id) &&
    (coin === null || entry.asset === coin) &&
    (wantedType === null || typeOf(entry) === wantedType) &&
    // "Valid only with the type is withdraw": ignored otherwise.
    (hash === null || type !== 'withdraw' || entry.txid === hash) &&
    (outBizId === null || entry.clientWithdrawalId === outBizId) &&
    (start === null || entry.acceptedAtMs >= start) &&
    (end === null || entry.acceptedAtMs <= end);
}

/** `POST /api/spot/v1/withdraw_transfer/page`: newest first, no cursor. Both ends of the time range belong to it. */
export function createHistory(state: ExchangeState, view: RecordView, envelope: Envelope) {
  const { book, options } = state;

  function answer({ call, account, point }: AccountCall) {
    const fields = readFields(call);
    const limit = fields.whole('limit') ?? documentedMaximum;
    if (limit < 1 || limit > documentedMaximum) throw refusals.valueRule(`limit must be 1 to ${documentedMaximum}`);
    const rows = book
      .of(account.accountId)
      .filter(createFilter(fields))
      .sort(
        (a, b) =>
          b.acceptedAtMs - a.acceptedAtMs || (BigInt(b.exchangeWithdrawalId) > BigInt(a.exchangeWithdrawalId) ? 1 : -1),
      );
    const page = view.showAll(rows, point).slice(0, Math.min(limit, options.maxPageSize ?? documentedMaximum));
    const shown = view.isDuplicated(page, point) ? [...page, ...page] : page;
    return envelope.ok(shown.map((one) => toRow(one, options.addressField ?? 'address')));
  }

  const isById = (call: Call) => {
    try {
      return readFields(call).optional('id') !== null;
    } catch {
      return false;
    }
  };

  function subjects(call: Call, account: { accountId: string }): Subject[] {
    const entries = book.of(account.accountId);
    return isById(call)
      ? entries.filter((entry) => entry.exchangeWithdrawalId === readFields(call).optional('id'))
      : entries;
  }

  return { answer, subjects, point: (call: Call) => (isById(call) ? ('lookup' as const) : ('follow' as const)) };
}
