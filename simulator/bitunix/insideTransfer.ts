import { findAsset } from '../catalog.ts';
import type { AccountCall, Call, ExchangeState, Subject } from '../exchangeApi.ts';
import { parseMoney } from '../money.ts';
import { toFaultRecord } from '../recordView.ts';
import type { Envelope } from './envelope.ts';
import { readFields, type Fields } from './fields.ts';
import { refusals } from './refusals.ts';

/** Longest key of idempotency that the newer document allows. */
const longestOutBizId = 32;

function readReceiver(fields: Fields, state: ExchangeState): string {
  const toType = fields.required('toType');
  if (toType === 'email') return `email:${fields.required('toEmail')}`;
  if (toType === 'phone') return `phone:${fields.required('toPhoneCountryCode')} ${fields.required('toPhoneNumber')}`;
  if (toType !== 'uid') throw refusals.badParameter('toType must be one of uid, phone, email');
  const uid = fields.required('toUid');
  if (!state.options.accounts.some((account) => account.accountId === uid)) throw refusals.noSuchUser;
  return `uid:${uid}`;
}

/** Money to another user of the exchange, and money between an account's own wallets. */
export function createTransfers(state: ExchangeState, envelope: Envelope) {
  let nextTransferId = 1_909_902_180_506_972_162n;

  function readMoney(fields: Fields) {
    const asset = findAsset(fields.required('coin'));
    const text = fields.required('amount');
    const amount = parseMoney(text);
    if (!asset) throw refusals.badParameter('coin is unknown');
    if (!amount?.greaterThan(0) || amount.decimalPlaces() > asset.scale)
      throw refusals.valueRule('amount must be a plain decimal above 0');
    return { asset: asset.symbol, amount, text };
  }

  /** What a transfer is about; nothing if it cannot be read. */
  function insideSubjects(call: Call, account: { accountId: string }): Subject[] {
    try {
      const fields = readFields(call);
      const { asset, text } = readMoney(fields);
      return [
        {
          asset,
          address: readReceiver(fields, state),
          amount: text,
          memo: null,
          clientWithdrawalId: fields.optional('outBizId'),
          accountId: account.accountId,
          fee: '0',
        },
      ];
    } catch {
      return [];
    }
  }

  function insideTransfer({ call, account, viaFault }: AccountCall) {
    const fields = readFields(call);
    const { asset, amount, text } = readMoney(fields);
    const address = readReceiver(fields, state);
    const outBizId = fields.optional('outBizId');
    if (outBizId !== null && outBizId.length > longestOutBizId)
      throw refusals.valueRule(`outBizId is longer than ${longestOutBizId}`);
    const earlier =
      outBizId === null
        ? undefined
        : state.book.of(account.accountId).find((entry) => entry.clientWithdrawalId === outBizId);
    if (earlier) return envelope.ok(earlier.exchangeWithdrawalId);
    if (amount.greaterThan(state.wallets.amountIn(account.accountId, asset, 'SPOT')))
      throw refusals.insufficientTransfer;
    const entry = state.book.accept({
      accountId: account.accountId,
      clientWithdrawalId: outBizId,
      kind: 'inside_transfer',
      asset,
      network: '',
      address,
      memo: null,
      amount: text,
      fee: '0',
      foreign: false,
      viaFault,
    });
    state.armedFaults.tie('submit', toFaultRecord(entry));
    return envelope.ok(entry.exchangeWithdrawalId);
  }

  function fundsTransfer({ call, account }: AccountCall) {
    const fields = readFields(call);
    const type = fields.required('type');
    if (type !== 'spot_futures' && type !== 'futures_spot')
      throw refusals.badParameter('type must be one of spot_futures, futures_spot');
    const { asset, amount } = readMoney(fields);
    const [from, to] = type === 'spot_futures' ? (['SPOT', 'CONTRACT'] as const) : (['CONTRACT', 'SPOT'] as const);
    if (amount.greaterThan(state.wallets.amountIn(account.accountId, asset, from))) throw refusals.insufficientTransfer;
    state.wallets.move(account.accountId, asset, from, to, amount);
    nextTransferId += 1n;
    return envelope.ok(String(nextTransferId));
  }

  return { insideSubjects, insideTransfer, fundsTransfer };
}
