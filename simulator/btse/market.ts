import { LosslessNumber } from 'lossless-json';

import { catalog, findAsset, type CatalogNetwork } from '../catalog.ts';
import type { Call, ExchangeState } from '../exchangeApi.ts';
import { moneyText, parseMoney } from '../money.ts';
import type { SimulatedAccount } from '../options.ts';
import { readFields } from './fields.ts';
import { rateBetween } from './rates.ts';
import { refusals } from './refusals.ts';

/** The newer list has names of its own for the networks of pairs. */
const listedNames: Readonly<Record<string, readonly [network: string, name: string]>> = {
  Bitcoin: ['BITCOIN', 'Bitcoin'],
  Ethereum: ['ERC20', 'Ethereum (ERC20)'],
  BSC: ['BEP20', 'BSC (BEP20)'],
  Tron: ['TRC20', 'Tron (TRC20)'],
  Ripple: ['RIPPLE', 'Ripple'],
  EOS: ['EOS', 'EOS'],
};

/** Coins, networks and rates. */
export function createMarket(state: ExchangeState, authenticate: (call: Call) => SimulatedAccount) {
  const enveloped = (data: unknown) => ({
    success: true,
    code: 1,
    msg: 'Success',
    time: Math.round(state.clock.now()),
    data,
  });

  function currencies(call: Call) {
    const action = readFields(call).required('action');
    if (!['CONVERT', 'WITHDRAW', 'SEND'].includes(action))
      throw refusals.badParameter('action must be CONVERT, WITHDRAW or SEND');
    const coins = catalog.map((asset) => asset.symbol);
    return action === 'CONVERT' ? ['USD', ...coins] : coins;
  }

  function networkNames(call: Call) {
    const asset = findAsset(readFields(call).required('currency'));
    if (!asset) throw refusals.badParameter('currency is unknown');
    return asset.networks.map((network) => network.name.btse);
  }

  function toRow(network: CatalogNetwork, isOpen: boolean) {
    const [listed, name] = listedNames[network.name.btse] ?? [network.name.btse, network.name.btse];
    return {
      network: listed,
      name,
      depositEnable: true,
      withdrawEnable: isOpen,
      confirmationTime: 15,
      depositAmtMin: '0',
      depositFeeMin: '0',
      depositFeeRate: '0',
      depositExtFees: '0',
      depositExtFeeRate: '0',
      needAddressExtension: network.memo !== 'none',
      ...(network.memo === 'none' ? {} : { addressExtensionTypeName: 'tag' }),
      withdrawAmtMin: network.minimum,
      withdrawFeeMin: network.fee,
      withdrawFeeRate: '0',
      withdrawExtFees: '0',
      withdrawExtFeeRate: '0',
    };
  }

  /** Public, and then everything is shown as open; signed, as it is for this account. */
  function networks(call: Call) {
    const isOpen = call.headers['request-api'] === undefined || authenticate(call).canWithdraw !== false;
    const asset = findAsset(readFields(call).required('crypto'));
    if (!asset) throw refusals.badParameter('crypto is unknown');
    return enveloped(asset.networks.map((network) => toRow(network, isOpen)));
  }

  function rateOf(call: Call, from: string, to: string): string {
    const fields = readFields(call);
    const rate = rateBetween(fields.required(from), fields.required(to));
    if (rate === null) throw refusals.badParameter('no rate between these');
    return rate;
  }

  const oldRate = (call: Call) => enveloped(new LosslessNumber(rateOf(call, 'srcCurrency', 'targetCurrency')));

  function rate(call: Call) {
    const amount = parseMoney(readFields(call).required('amount'));
    if (!amount?.greaterThan(0)) throw refusals.badParameter('amount must be a plain decimal above 0');
    const parsed = parseMoney(rateOf(call, 'baseCurrency', 'quoteCurrency'));
    return enveloped({ rate: parsed ? moneyText(parsed) : undefined });
  }

  return { currencies, networkNames, networks, oldRate, rate };
}
