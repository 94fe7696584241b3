import type { WithdrawalResult, WithdrawalState } from '../domain/state.ts';

/** The result of a settled withdrawal. Throws when it is not settled yet. */
export function withdrawalResult(state: WithdrawalState): WithdrawalResult {
  const { settlement, record } = state;
  if (settlement === null) throw new Error('a withdrawal has a result only once it is settled');
  return {
    withdrawalId: state.request.withdrawalId,
    status: state.status,
    moneyLeft: state.moneyLeft,
    exchangeWithdrawalId: state.exchangeWithdrawalId,
    txid: state.txid,
    receivedAmount: record?.receivedAmount ?? null,
    fee: record?.fee ?? null,
    feeAsset: record?.feeAsset ?? null,
    cancel: state.cancel,
    settlement,
    state,
  };
}
