import { LosslessNumber } from 'lossless-json';

import { catalog, findAsset } from '../catalog.ts';
import type { AccountCall, ExchangeState } from '../exchangeApi.ts';
import { moneyText, parseMoney } from '../money.ts';
import type { Pot } from '../wallets.ts';
import { refusals } from './refusals.ts';
import { readGuid, readJson, requiredText } from './submit.ts';

const wallets = ['SPOT', 'FUND', 'CONTRACT'] as const;

/** Accounts, transfers between them, and what needs no key. */
export function createWallet(state: ExchangeState) {
  const transfers = new Set<string>();

  function balance(accountId: string, asset: string, pot: 'FUND' | 'SPOT') {
    const available = state.wallets.amountIn(accountId, asset, pot);
    const locked = state.wallets.amountIn(accountId, asset, `${pot}:locked`);
    // `balance` is the total: public clients read it so.
    return { asset_symbol: asset, balance: moneyText(available.plus(locked)), locked_balance: moneyText(locked) };
  }

  const balances =
    (pot: 'FUND' | 'SPOT') =>
    ({ account }: AccountCall) => ({
      code: 0,
      message: '',
      data: state.wallets.assetsOf(account.accountId).map((asset) => balance(account.accountId, asset, pot)),
    });

  function fundBalance({ call, account }: AccountCall) {
    const asset = findAsset(call.params['symbol'] ?? '');
    if (!asset) throw refusals.notFound;
    return { code: 0, message: '', data: balance(account.accountId, asset.symbol, 'FUND') };
  }

  function readWallet(fields: Record<string, unknown>, name: string): Pot {
    const wallet = wallets.find((one) => one === fields[name]);
    if (!wallet) throw refusals.badParameter(`${name} must be one of ${wallets.join(', ')}`);
    return wallet;
  }

  function transfer({ call, account }: AccountCall) {
    const fields = readJson(call);
    const asset = findAsset(requiredText(fields, 'symbol'));
    const amount = parseMoney(fields['amount']);
    const [from, to, guid] = [readWallet(fields, 'from'), readWallet(fields, 'to'), readGuid(fields)];
    if (!asset) throw refusals.badParameter('symbol is unknown');
    if (!amount?.greaterThan(0)) throw refusals.badParameter('amount must be a plain decimal text above 0');
    if (from === to || guid === null) throw refusals.badParameter('from and to must differ, guid must be given');
    const key = `${account.accountId} ${guid}`;
    if (!transfers.has(key)) {
      if (amount.greaterThan(state.wallets.amountIn(account.accountId, asset.symbol, from)))
        throw refusals.insufficientFunds;
      state.wallets.move(account.accountId, asset.symbol, from, to, amount);
      transfers.add(key);
    }
    return { code: 0, message: '', data: null };
  }

  const assets = () => ({
    code: 0,
    message: '',
    data: catalog.map((asset) => ({
      symbol: asset.symbol,
      name: asset.symbol,
      uuid: asset.uuid,
      scale: asset.scale,
      is_fiat: false,
      binding_gateways: asset.networks.map((network) => ({
        guid: `${asset.uuid}/${network.chain}`,
        gateway_name: network.name.bigone,
        is_withdrawal_enabled: true,
        is_deposit_enabled: true,
        min_withdrawal_amount: network.minimum,
        withdrawal_fee: network.fee,
        is_memo_required: network.memo === 'required',
        withdrawal_scale: network.scale,
        scale: asset.scale,
      })),
    })),
  });

  function ping() {
    const nanoseconds = new LosslessNumber(String(BigInt(Math.round(state.clock.now())) * 1_000_000n));
    // The document and the clients disagree on the capital letter.
    return { code: 0, message: '', data: { Timestamp: nanoseconds, timestamp: nanoseconds } };
  }

  return { fundBalances: balances('FUND'), spotBalances: balances('SPOT'), fundBalance, transfer, assets, ping };
}
