import { LosslessNumber } from 'lossless-json';

import type { SeenRecord } from '../spoilRecord.ts';
import { chainById, collateral, provider } from './coins.ts';
import { statusNumber, statusWord, type Order } from './orders.ts';

const types = {
  normal: 'ORDER_TYPE_NORMAL_WITHDRAW',
  cross: 'ORDER_TYPE_CROSS_WITHDRAW',
  withdraw: 'UNRECOGNIZED',
} as const;
const none = { hash: '', index: 0, time: '0', blockHeight: '0' };
const signatureParts = (signature: string) => ({
  r: `0x${signature.slice(0, 64)}`,
  s: `0x${signature.slice(64)}`,
  v: '',
});
const txOf = (seen: SeenRecord) =>
  seen.txid === null ? none : { hash: seen.txid, index: 0, time: String(seen.updatedAtMs), blockHeight: '1' };

export const typeOf = (order: Order) => types[order.kind];

/** A withdrawal of any kind by its full record, each kind with the fields of its own table. */
export function toRow(seen: SeenRecord, order: Order) {
  const isLow = order.kind === 'withdraw';
  const common = {
    id: seen.exchangeWithdrawalId,
    userId: `9${seen.accountId}`,
    accountId: seen.accountId,
    coinId: collateral.coinId,
    amount: seen.amount,
    ethAddress: seen.address,
    l2Nonce: String(order.l2Nonce),
    // "Unix time in hours" in the tables of normal and cross withdrawals, milliseconds in the other document.
    l2ExpireTime: isLow ? String(order.expireMs) : String(Math.floor(order.expireMs / 3_600_000)),
    l2Signature: signatureParts(order.l2Signature),
    riskSignature: { r: '', s: '', v: '' },
    status: statusWord(order.kind, seen.status),
    createdTime: String(seen.acceptedAtMs),
    updatedTime: String(seen.updatedAtMs),
  };
  const censored = {
    collateralTransactionId: '0',
    censorTxId: '0',
    censorTime: '0',
    censorFailCode: '',
    censorFailReason: '',
    l2TxId: '0',
    l2RejectCode: '',
    l2RejectReason: '',
    extraType: '',
    extraDataJson: '',
  };
  if (isLow)
    return {
      ...common,
      ...censored,
      erc20Address: order.erc20Address,
      clientWithdrawId: order.clientId,
      l2RejectTime: '0',
      l2ApprovedTime: '0',
    };
  if (order.kind === 'normal') {
    return {
      ...common,
      clientWithdrawId: order.clientId,
      tradeWithdrawId: '0',
      l1ConfirmedTx: txOf(seen),
      l1ConfirmedTime: '0',
      l1CompletedTime: seen.status === 'completed' ? String(seen.updatedAtMs) : '0',
    };
  }
  return {
    ...common,
    ...censored,
    erc20Address: order.erc20Address,
    lpAccountId: provider.lpAccountId,
    lpAccountL2Key: provider.crossWithdrawL2Key,
    clientCrossWithdrawId: order.clientId,
    fee: seen.feeHidden ? '' : seen.fee,
    chainId: order.chainId,
    l1ConfirmedTx: none,
    l1CompletedTx: txOf(seen),
    transferOutId: '0',
    l1RejectedReasonCode: '',
    l1RejectedReasonMsg: '',
  };
}

/** A line of the orders page; times in seconds, the status an integer. */
export function toOrderRow(seen: SeenRecord, order: Order) {
  return {
    orderId: seen.exchangeWithdrawalId,
    time: String(Math.floor(seen.acceptedAtMs / 1000)),
    type: typeOf(order),
    status: new LosslessNumber(String(statusNumber(seen.status))),
    amount: seen.amount,
    fee: order.kind === 'cross' && !seen.feeHidden ? seen.fee : '',
    txId: seen.txid ?? '',
    chain: chainById(order.chainId)?.chain ?? '',
    address: seen.address,
    coin: collateral.coinName,
    chainId: order.chainId,
    transferSenderAccountId: '0',
    transferReceiverAccountId: '0',
  };
}
