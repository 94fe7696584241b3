import { parse } from 'lossless-json';

import { findAsset, findNetwork } from '../catalog.ts';
import type { AccountCall, Call, ExchangeState, Subject } from '../exchangeApi.ts';
import { parseMoney } from '../money.ts';
import { toFaultRecord } from '../recordView.ts';
import { addressRuleBroken, amountRuleBroken, memoRuleBroken } from '../rules.ts';
import { withoutFaults, toRecord } from './record.ts';
import { refusals } from './refusals.ts';

type Fields = Record<string, unknown>;

export function readJson(call: Call): Fields {
  try {
    const value: unknown = parse(call.body.toString('utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  } catch {
    // Refused below, like any other nonsense.
  }
  throw refusals.badParameter('body is not a JSON object');
}

export function requiredText(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== 'string' || value === '') throw refusals.badParameter(`${name} must be a text`);
  return value;
}

function optionalText(fields: Fields, name: string): string | null {
  return fields[name] === undefined || fields[name] === null || fields[name] === '' ? null : requiredText(fields, name);
}

export function readGuid(fields: Fields): string | null {
  const guid = optionalText(fields, 'guid');
  if (guid !== null && !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(guid))
    throw refusals.badParameter('guid is not a uuid');
  return guid;
}

function readOrder(call: Call) {
  const fields = readJson(call);
  const symbol = requiredText(fields, 'symbol');
  const asset = findAsset(symbol);
  if (!asset) throw refusals.badParameter(`symbol ${symbol} is unknown`);
  const gateway = optionalText(fields, 'gateway_name');
  const network = findNetwork('bigone', asset, gateway);
  if (!network) throw refusals.badParameter(`gateway_name ${gateway} is unknown for ${symbol}`);
  const address = requiredText(fields, 'target_address');
  return {
    asset,
    network,
    address,
    amount: requiredText(fields, 'amount'),
    memo: optionalText(fields, 'memo'),
    guid: readGuid(fields),
  };
}

/** What a submit is about; nothing if it cannot be read. */
export function submitSubjects(call: Call, account: { accountId: string }): Subject[] {
  try {
    const { asset, network, address, amount, memo, guid } = readOrder(call);
    return [
      {
        asset: asset.symbol,
        address,
        amount,
        memo,
        clientWithdrawalId: guid,
        accountId: account.accountId,
        fee: network.fee,
      },
    ];
  } catch {
    return [];
  }
}

/** `POST /viewer/withdrawals`. */
export function createSubmit(state: ExchangeState) {
  const feeMode = state.options.feeMode ?? 'onTop';

  return ({ call, account, viaFault }: AccountCall) => {
    const { asset, network, address, amount, memo, guid } = readOrder(call);
    const earlier =
      guid === null ? undefined : state.book.of(account.accountId).find((entry) => entry.clientWithdrawalId === guid);
    if (earlier && state.repeatGuid === 'error') throw refusals.alreadyRequested;
    if (earlier && state.repeatGuid === 'sameRecord')
      return { code: 0, message: '', data: toRecord(withoutFaults(earlier), feeMode) };

    const broken =
      amountRuleBroken(amount, network) ??
      memoRuleBroken(memo, network) ??
      addressRuleBroken(address, network, account);
    if (broken) throw refusals.badParameter(broken.why);
    const charge = parseMoney(state.book.chargeFor(amount, network.fee));
    if (!charge || charge.greaterThan(state.wallets.amountIn(account.accountId, asset.symbol, 'FUND')))
      throw refusals.insufficientFunds;

    const kind = state.options.internalAddresses?.includes(address) === true ? 'internal' : 'on_chain';
    const entry = state.book.accept({
      accountId: account.accountId,
      clientWithdrawalId: guid,
      kind,
      asset: asset.symbol,
      network: network.name.bigone,
      address,
      memo,
      amount,
      fee: network.fee,
      foreign: false,
      viaFault,
    });
    state.armedFaults.tie('submit', toFaultRecord(entry));
    return { code: 0, message: '', data: toRecord(withoutFaults(entry), feeMode) };
  };
}
