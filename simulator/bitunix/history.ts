import { LosslessNumber } from 'lossless-json';

import type { AccountCall, Call, ExchangeState, Subject } from '../exchangeApi.ts';
import type { LedgerEntry, ScriptStatus } from '../ledger.ts';
import { toMoney } from '../money.ts';
import { isFinal } from '../script.ts';
import type { SeenRecord, Sight } from '../spoilRecord.ts';
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

function receiverOf(seen: SeenRecord) {
  const none = { toType: null, toUid: null, toPhoneCountryCode: null, toPhoneNumber: null, toEmail: null };
  if (seen.kind !== 'inside_transfer') return none;
  const [toType, to = ''] = seen.address.split(/:(.*)/s);
  const [country = '', number = ''] = to.split(' ');
  if (toType === 'uid') return { ...none, toType, toUid: new LosslessNumber(to) };
  return toType === 'email'
    ? { ...none, toType, toEmail: to }
    : { ...none, toType, toPhoneCountryCode: country, toPhoneNumber: number };
}

/** A row as shown: `amount` is what arrives; the fee is not told before the end. */
function toRow(seen: SeenRecord, addressField: 'address' | 'toAddress') {
  const isFeeKnown = isFinal(seen.status) && !seen.feeHidden;
  const isWithdrawal = seen.kind !== 'inside_transfer';
  return {
    id: seen.exchangeWithdrawalId,
    type: typeOf(seen),
    coin: seen.asset,
    amount: toMoney(seen.receivedAmount, 'receivedAmount').toFixed(shownDecimals),
    status: statusOf(seen.status),
    ctime: seen.acceptedAtMs,
    network: isWithdrawal ? seen.network : null,
    [addressField]: isWithdrawal ? seen.address : null,
    transactionHash: isWithdrawal ? seen.txid : null,
    feeCoin: isFeeKnown ? seen.asset : null,
    fee: isFeeKnown ? toMoney(seen.fee, 'fee').toFixed(shownDecimals) : null,
    memo: seen.memo,
    ...receiverOf(seen),
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
export function createHistory(state: ExchangeState, sight: Sight, envelope: Envelope) {
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
    const page = sight.seeAll(rows, point).slice(0, Math.min(limit, options.maxPageSize ?? documentedMaximum));
    const shown = sight.isDuplicated(page, point) ? [...page, ...page] : page;
    return envelope.ok(shown.map((seen) => toRow(seen, options.addressField ?? 'address')));
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
