import { findAsset, findNetwork } from '../catalog.ts';
import type { AccountCall, Call, ExchangeState, Subject } from '../exchangeApi.ts';
import { parseMoney, toMoney } from '../money.ts';
import { toFaultRecord } from '../recordView.ts';
import { addressRuleBroken, amountRuleBroken, memoRuleBroken } from '../rules.ts';
import { readFields } from './fields.ts';
import { refusals } from './refusals.ts';

/** "Max decimal supported is 8 for all currencies." */
const longestFraction = 8;

function readOrder(call: Call) {
  const fields = readFields(call);
  const [coin = '', ...rest] = fields.required('currency').split('-');
  const asset = findAsset(coin);
  if (!asset || rest.length === 0) throw refusals.badParameter('currency is not a known currency-network pair');
  const network = findNetwork('btse', asset, rest.join('-'));
  if (!network) throw refusals.badParameter('network of the pair is unknown');
  // Required by the table, and empty where there is none.
  const tag = fields.optional('tag');
  if (tag === null) throw refusals.badParameter('tag is missing');
  const isFeeInside = fields.flag('includeWithdrawFee') ?? true;
  return {
    asset,
    network,
    address: fields.required('address'),
    amount: fields.required('amount'),
    memo: tag === '' ? null : tag,
    isFeeInside,
  };
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

/** `POST …/user/wallet/withdraw`: nothing tells a repeat from a second withdrawal. */
export function createSubmit(state: ExchangeState) {
  const { book, options, wallets, armedFaults } = state;

  function answerId(id: string) {
    const as = options.btse?.withdrawIdAs ?? 'withdraw_id';
    return as === 'array' ? [{ withdraw_id: id }] : { [as]: id };
  }

  return ({ call, account, viaFault }: AccountCall) => {
    const { asset, network, address, amount, memo, isFeeInside } = readOrder(call);
    const money = parseMoney(amount);
    if (money && money.decimalPlaces() > longestFraction)
      throw refusals.badAmount(`more than ${longestFraction} decimals`);
    const badAmount = amountRuleBroken(amount, network);
    if (badAmount) throw refusals.badAmount(badAmount.why);
    const broken = memoRuleBroken(memo, network) ?? addressRuleBroken(address, network, account);
    if (broken) throw refusals.badParameter(broken.why);
    const charge = toMoney(amount, 'amount').plus(isFeeInside ? '0' : network.fee);
    if (charge.greaterThan(wallets.amountIn(account.accountId, asset.symbol, 'SPOT'))) throw refusals.insufficientFunds;

    const entry = book.accept({
      accountId: account.accountId,
      clientWithdrawalId: null,
      kind: 'on_chain',
      asset: asset.symbol,
      network: network.name.btse,
      address,
      memo,
      amount,
      fee: network.fee,
      foreign: false,
      viaFault,
      feeMode: isFeeInside ? 'inside' : 'onTop',
    });
    armedFaults.tie('submit', toFaultRecord(entry));
    return answerId(entry.exchangeWithdrawalId);
  };
}
