import { LosslessNumber } from 'lossless-json';

import type { ShownRecord } from '../recordView.ts';
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
const txOf = (shown: ShownRecord) =>
  shown.txid === null ? none : { hash: shown.txid, index: 0, time: String(shown.updatedAtMs), blockHeight: '1' };

export const typeOf = (order: Order) => types[order.kind];

/** A withdrawal of any kind by its full record, each kind with the fields of its own table. */
export function toRow(shown: ShownRecord, order: Order) {
  const isLow = order.kind === 'withdraw';
  const common = {
    id: shown.exchangeWithdrawalId,
    userId: `9${shown.accountId}`,
    accountId: shown.accountId,
    coinId: collateral.coinId,
    amount: shown.amount,
    ethAddress: shown.address,
    l2Nonce: String(order.l2Nonce),
    // "Unix time in hours" in the tables of normal and cross withdrawals, milliseconds in the other document.
    l2ExpireTime: isLow ? String(order.expireMs) : String(Math.floor(order.expireMs / 3_600_000)),
    l2Signature: signatureParts(order.l2Signature),
    riskSignature: { r: '', s: '', v: '' },
    status: statusWord(order.kind, shown.status),
    createdTime: String(shown.acceptedAtMs),
    updatedTime: String(shown.updatedAtMs),
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
      l1ConfirmedTx: txOf(shown),
      l1ConfirmedTime: '0',
      l1CompletedTime: shown.status === 'completed' ? String(shown.updatedAtMs) : '0',
    };
  }
  return {
    ...common,
    ...censored,
    erc20Address: order.erc20Address,
    lpAccountId: provider.lpAccountId,
    lpAccountL2Key: provider.crossWithdrawL2Key,
    clientCrossWithdrawId: order.clientId,
    fee: shown.feeHidden ? '' : shown.fee,
    chainId: order.chainId,
    l1ConfirmedTx: none,
    l1CompletedTx: txOf(shown),
    transferOutId: '0',
    l1RejectedReasonCode: '',
    l1RejectedReasonMsg: '',
  };
}

/** A line of the orders page; times in seconds, the status an integer. */
export function toOrderRow(shown: ShownRecord, order: Order) {
  return {
    orderId: shown.exchangeWithdrawalId,
    time: String(Math.floor(shown.acceptedAtMs / 1000)),
    type: typeOf(order),
    status: new LosslessNumber(String(statusNumber(shown.status))),
    amount: shown.amount,
    fee: order.kind === 'cross' && !shown.feeHidden ? shown.fee : '',
    txId: shown.txid ?? '',
    chain: chainById(order.chainId)?.chain ?? '',
    address: shown.address,
    coin: collateral.coinName,
    chainId: order.chainId,
    transferSenderAccountId: '0',
    transferReceiverAccountId: '0',
  };
}
