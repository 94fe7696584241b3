import { LosslessNumber } from 'lossless-json';

import { findAsset } from '../catalog.ts';
import type { AccountCall, ExchangeState } from '../exchangeApi.ts';
import { moneyText, parseMoney, toMoney } from '../money.ts';
import { readFields, type Fields } from './fields.ts';
import type { Journal } from './journal.ts';
import { rateBetween } from './rates.ts';
import { refusals } from './refusals.ts';

/** Balances, conversions, and transfers to other users. */
export function createFunds(state: ExchangeState, journal: Journal) {
  const { wallets, clock } = state;
  const transfers: { timestamp: number; fromUser: string; receiver: string; currency: string; amount: string }[] = [];
  const number = (text: string) => new LosslessNumber(text);

  const balances = ({ account }: AccountCall) =>
    wallets.assetsOf(account.accountId).map((currency) => {
      const available = wallets.amountIn(account.accountId, currency, 'SPOT');
      const total = available.plus(wallets.amountIn(account.accountId, currency, 'SPOT:locked'));
      return { available: number(moneyText(available)), currency, total: number(moneyText(total)) };
    });

  function readMoney(fields: Fields, assetField: string, accountId: string) {
    const text = fields.required('amount');
    const asset = fields.required(assetField);
    const amount = parseMoney(text);
    if (asset !== 'USD' && !findAsset(asset)) throw refusals.badParameter(`${assetField} is unknown`);
    if (!amount?.greaterThan(0)) throw refusals.badParameter('amount must be a plain decimal above 0');
    if (amount.greaterThan(wallets.amountIn(accountId, asset, 'SPOT'))) throw refusals.insufficientFunds;
    return { asset, amount, text };
  }

  function convert({ call, account }: AccountCall) {
    const fields = readFields(call);
    const { asset, amount } = readMoney(fields, 'fromAsset', account.accountId);
    const toAsset = fields.required('toAsset');
    const rate = rateBetween(asset, toAsset);
    if (rate === null) throw refusals.badParameter('no rate between these');
    const settlement = amount.times(rate).toDecimalPlaces(8);
    wallets.move(account.accountId, asset, 'SPOT', 'outside', amount);
    wallets.move(account.accountId, toAsset, 'outside', 'SPOT', settlement);
    const row = { accountId: account.accountId, type: 'Convert fiat', timestamp: clock.now() };
    journal.add({ ...row, currency: asset, amount: moneyText(amount) });
    return {
      amount: number(moneyText(amount)),
      settlementAmount: number(moneyText(settlement)),
      amountCurrency: asset,
      settlementCurrency: toAsset,
      rate: number(rate),
    };
  }

  function transfer({ call, account }: AccountCall) {
    const fields = readFields(call);
    const { asset, amount, text } = readMoney(fields, 'asset', account.accountId);
    const [toUser, toUserMail] = [fields.required('toUser'), fields.required('toUserMail')];
    const receiver = state.options.accounts.find((one) => one.accountId === toUser);
    if (!receiver) throw refusals.badParameter('no such user');
    wallets.move(account.accountId, asset, 'SPOT', 'outside', amount);
    wallets.move(receiver.accountId, asset, 'outside', 'SPOT', toMoney(text, 'amount'));
    const row = { currency: asset, amount: text, timestamp: clock.now() };
    journal.add({ ...row, accountId: account.accountId, type: 'Transfer_Out' });
    journal.add({ ...row, accountId: receiver.accountId, type: 'Transfer_In' });
    transfers.push({ ...row, fromUser: account.accountId, receiver: receiver.accountId });
    return { amount: text, asset, toUser, toUserMail };
  }

  function subaccountHistory({ call, account }: AccountCall) {
    const fields = readFields(call);
    const page = Number(fields.optional('page') ?? '1');
    const pageSize = Math.min(50, Number(fields.optional('pageSize') ?? '10'));
    if (!Number.isInteger(page) || page < 1 || !Number.isInteger(pageSize) || pageSize < 1)
      throw refusals.badParameter('page and pageSize must be whole numbers in text');
    const [start, end] = [fields.whole('startTime'), fields.whole('endTime')];
    const rows = transfers.filter(
      (row) =>
        (row.fromUser === account.accountId || row.receiver === account.accountId) &&
        (start === null || row.timestamp >= start) &&
        (end === null || row.timestamp <= end),
    );
    const data = rows
      .slice((page - 1) * pageSize, page * pageSize)
      .map((row) => ({ ...row, amount: number(row.amount) }));
    return { totalRows: rows.length, pageSize, currentPage: page, totalPages: Math.ceil(rows.length / pageSize), data };
  }

  return { balances, convert, transfer, subaccountHistory };
}
