import type { AccountCall, Call, ExchangeState, Subject } from '../exchangeApi.ts';
import { parseMoney, type Money } from '../money.ts';
import type { SimulatedAccount } from '../options.ts';
import { toFaultRecord } from '../recordView.ts';
import { readBody, textOf, type Body } from './body.ts';
import { chainById, collateral, l1ChainId, provider, type EdgexChain } from './coins.ts';
import type { Envelope } from './envelope.ts';
import type { OrderKind, Orders } from './orders.ts';
import { refusals } from './refusals.ts';
import { crossFeeOf, crossMaxAmountOf, type EdgexSettings } from './settings.ts';
import { isSignedBy, nonceOf, transferHash, withdrawalToAddressHash } from './stark.ts';

type Parts = { state: ExchangeState; orders: Orders; envelope: Envelope; settings: EdgexSettings; quotes: Set<string> };
type Given = {
  kind: OrderKind;
  clientId: string;
  amount: string;
  money: Money;
  address: string;
  fee: string;
  chain: EdgexChain;
  expireMs: number;
  body: Body;
};

const digits = /^\d{1,20}$/;
const address = /^0x[0-9a-fA-F]{40}$/;
const signature = /^[0-9a-fA-F]{128}$/;
const names = {
  normal: ['clientWithdrawId', 'expireTime'],
  cross: ['clientCrossWithdrawId', 'expireTime'],
  withdraw: ['clientWithdrawId', 'l2ExpireTime'],
} as const;
const dayMs = 24 * 3_600_000;

/** What an order asks for, as far as it can be read. Throws `EdgexRefusal`. */
function readOrder(kind: OrderKind, body: Body): Given {
  const [clientIdName, expireName] = names[kind];
  const amount = textOf(body, 'amount', /^\d{1,30}(\.\d{1,30})?$/);
  const money = parseMoney(amount);
  if (!money?.greaterThan(0)) throw refusals.badParameter('amount must be above 0');
  if (textOf(body, 'coinId', digits) !== collateral.coinId)
    throw refusals.badParameter('coinId is not the collateral coin');
  const chain = chainById(kind === 'cross' ? textOf(body, 'chainId', digits) : l1ChainId);
  if (!chain) throw refusals.badParameter('chainId is unknown');
  return {
    kind,
    amount,
    money,
    chain,
    body,
    clientId: textOf(body, clientIdName, /^\S{1,64}$/),
    address: textOf(body, 'ethAddress', address),
    fee: kind === 'cross' ? textOf(body, 'fee', /^\d{1,30}(\.\d{1,30})?$/) : '0',
    expireMs: Number(textOf(body, expireName, /^\d{13}$/)),
  };
}

export const createSubjects =
  (kind: OrderKind) =>
  (call: Call, account: SimulatedAccount): Subject[] => {
    try {
      const given = readOrder(kind, readBody(call));
      return [
        {
          asset: collateral.coinName,
          address: given.address,
          amount: given.amount,
          memo: null,
          clientWithdrawalId: given.clientId,
          accountId: account.accountId,
          fee: given.fee,
        },
      ];
    } catch {
      return [];
    }
  };

function hashOf({ kind, clientId, money, address: to, expireMs }: Given, accountId: string): bigint {
  const units = money.times(Number(collateral.starkExResolution));
  if (!units.isInteger()) throw refusals.badParameter('amount has too many decimals');
  const signed = { assetId: collateral.starkExAssetId, accountId, clientId, units: BigInt(units.toFixed()), expireMs };
  if (kind !== 'cross') return withdrawalToAddressHash({ ...signed, address: to });
  return transferHash({ ...signed, receiverAccountId: provider.lpAccountId, receiverKey: provider.crossWithdrawL2Key });
}

/** The three calls that create an order; each answers its id under its own name. */
export function createCreate(parts: Parts, kind: OrderKind) {
  const { state, orders, envelope, settings, quotes } = parts;
  const answer = (id: string) => envelope.ok({ [kind === 'cross' ? 'crossWithdrawId' : 'withdrawId']: id });

  function checkKind({ body, clientId, money, fee, chain }: Given): void {
    if (kind === 'withdraw') {
      textOf(body, 'riskSignature', signature);
      if (textOf(body, 'l2Nonce', digits) !== String(nonceOf(clientId)))
        throw refusals.badParameter('l2Nonce is not that of the client id');
      if (typeof body['extraType'] !== 'string') throw refusals.badParameter('extraType is missing');
    }
    if (kind !== 'normal' && textOf(body, 'erc20Address', address) !== chain.tokenAddress)
      throw refusals.badParameter('erc20Address is not that of the coin');
    if (kind !== 'cross') return;
    if (textOf(body, 'lpAccountId', digits) !== provider.lpAccountId)
      throw refusals.badParameter('lpAccountId is not the provider');
    if (fee !== crossFeeOf(settings) && !quotes.has(fee)) throw refusals.badParameter('fee was never quoted');
    if (money.greaterThan(crossMaxAmountOf(settings))) throw refusals.badParameter('amount is above the maximum');
  }

  return ({ call, account, viaFault }: AccountCall) => {
    const given = readOrder(kind, readBody(call));
    const { clientId, amount, fee, chain, expireMs } = given;
    const hash = hashOf(given, account.accountId);
    const l2Signature = textOf(given.body, 'l2Signature', signature);
    if (account.l2PublicKey === undefined || !isSignedBy(l2Signature, hash, account.l2PublicKey))
      throw refusals.badL2Signature;

    const mine = state.book
      .of(account.accountId)
      .filter((entry) => !entry.foreign)
      .map((entry) => ({ id: entry.exchangeWithdrawalId, ...orders.of(entry) }));
    const earlier = mine.find((order) => order.kind === kind && order.clientId === clientId);
    if (earlier) {
      if (settings.repeatClientId === 'error' || earlier.hash !== hash) throw refusals.clientIdUsed;
      return answer(earlier.id);
    }
    checkKind(given);
    if (expireMs - state.clock.now() < dayMs)
      throw refusals.badParameter('expiry must be at least 24 hours after the order');
    const l2Nonce = nonceOf(clientId);
    if (mine.some((order) => order.l2Nonce === l2Nonce)) throw refusals.nonceUsed;
    const charge = parseMoney(state.book.chargeFor(amount, fee));
    if (!charge || charge.greaterThan(state.wallets.amountIn(account.accountId, collateral.coinName, state.wallet)))
      throw refusals.insufficientFunds;

    const entry = state.book.accept({
      accountId: account.accountId,
      clientWithdrawalId: clientId,
      kind: 'on_chain',
      asset: collateral.coinName,
      network: chain.chain,
      address: given.address,
      memo: null,
      amount,
      fee,
      foreign: false,
      viaFault,
    });
    orders.add(entry.exchangeWithdrawalId, {
      kind,
      clientId,
      hash,
      l2Nonce,
      expireMs,
      l2Signature,
      chainId: chain.chainId,
      erc20Address: chain.tokenAddress,
    });
    state.armedFaults.tie('submit', toFaultRecord(entry));
    return answer(entry.exchangeWithdrawalId);
  };
}
