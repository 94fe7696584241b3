import { findAsset, findNetwork } from '../catalog.ts';
import type { AccountCall, Call, ExchangeState, Subject } from '../exchangeApi.ts';
import { parseMoney } from '../money.ts';
import { toFaultRecord } from '../recordView.ts';
import { addressRuleBroken, amountRuleBroken, memoRuleBroken, type BrokenRule } from '../rules.ts';
import type { Envelope } from './envelope.ts';
import { readFields } from './fields.ts';
import { refusals } from './refusals.ts';

function readOrder(call: Call) {
  const fields = readFields(call);
  const coin = fields.required('coin');
  const asset = findAsset(coin);
  if (!asset) throw refusals.badParameter(`coin ${coin} is unknown`);
  const networkName = fields.required('network');
  const network = findNetwork('bitunix', asset, networkName);
  if (!network) throw refusals.badParameter(`network ${networkName} is unknown for ${coin}`);
  return {
    asset,
    network,
    address: fields.required('address'),
    amount: fields.required('amount'),
    memo: fields.optional('memo'),
  };
}

function toRefusal({ rule, why }: BrokenRule) {
  if (rule === 'memo' && why.endsWith('missing')) return refusals.missing('memo');
  return rule === 'precision' || rule === 'minimum' || rule === 'maximum'
    ? refusals.valueRule(why)
    : refusals.badParameter(why);
}

/** What a submit is about; nothing if it cannot be read. */
export function submitSubjects(call: Call, account: { accountId: string }): Subject[] {
  try {
    const { asset, network, address, amount, memo } = readOrder(call);
    return [
      {
        asset: asset.symbol,
        address,
        amount,
        memo,
        clientWithdrawalId: null,
        accountId: account.accountId,
        fee: network.fee,
      },
    ];
  } catch {
    return [];
  }
}

/** `POST /api/spot/v1/withdraw`: the fee comes out of the amount; nothing tells a repeat from a second withdrawal. */
export function createSubmit(state: ExchangeState, envelope: Envelope) {
  return ({ call, account, viaFault }: AccountCall) => {
    const { asset, network, address, amount, memo } = readOrder(call);
    const broken =
      amountRuleBroken(amount, network) ??
      memoRuleBroken(memo, network) ??
      addressRuleBroken(address, network, account);
    if (broken) throw toRefusal(broken);
    const money = parseMoney(amount);
    if (!money || money.greaterThan(state.wallets.amountIn(account.accountId, asset.symbol, 'SPOT')))
      throw refusals.insufficientFunds;

    const entry = state.book.accept({
      accountId: account.accountId,
      clientWithdrawalId: null,
      kind: 'on_chain',
      asset: asset.symbol,
      network: network.name.bitunix,
      address,
      memo,
      amount,
      fee: network.fee,
      foreign: false,
      viaFault,
    });
    state.armedFaults.tie('submit', toFaultRecord(entry));
    const id = entry.exchangeWithdrawalId;
    return envelope.ok(state.options.createDataAs === 'object' ? { withdrawalId: id } : id);
  };
}
