import { addAmounts } from '../../../domain/amount.ts';
import type { AssetRules } from '../../../domain/assetRules.ts';
import type { WithdrawalStatus } from '../../../domain/status.ts';
import type { WithdrawalRecord } from '../../../domain/withdrawal.ts';
import { lookUp } from '../../lookUp.ts';
import { assetNameOf } from '../assetNameOf.ts';
import type { Catalog } from '../catalog.ts';
import type { CrossWithdrawRow } from './wire.ts';

/**
 * MAPPING §4. After `FAILED_L1_…` the money has left the L2, and no document says whether it comes back: never
 * FAILED, a person looks.
 */
export const crossWithdrawStatuses: Readonly<Record<string, WithdrawalStatus>> = {
  CROSS_WITHDRAW_PENDING_RISK_CHECKING: 'PENDING',
  CROSS_WITHDRAW_PENDING_CHECKING: 'PENDING',
  // Not a success: pending words follow it in the document's list.
  CROSS_WITHDRAW_SUCCESS_SUBMIT_CENSOR: 'PENDING',
  CROSS_WITHDRAW_PENDING_CENSOR_CHECKING_ACCOUNT: 'PENDING',
  CROSS_WITHDRAW_PENDING_CENSORING: 'PENDING',
  CROSS_WITHDRAW_PENDING_L2_APPROVING: 'L2_APPROVING',
  CROSS_WITHDRAW_PENDING_L1_SUBMIT: 'L1_CONFIRMING',
  CROSS_WITHDRAW_PENDING_L1_CONFIRMING: 'L1_CONFIRMING',
  CROSS_WITHDRAW_SUCCESS: 'L1_COMPLETED',
  CROSS_WITHDRAW_FAILED_RISK_CHECK_FAILURE: 'FAILED',
  CROSS_WITHDRAW_FAILED_TRANSFER_REJECTED: 'FAILED',
  CROSS_WITHDRAW_FAILED_CENSOR_CHECKING_ACCOUNT_REJECTED: 'FAILED',
  CROSS_WITHDRAW_FAILED_CENSORING: 'FAILED',
  CROSS_WITHDRAW_FAILED_L2_REJECTED: 'FAILED',
  CROSS_WITHDRAW_FAILED_USER_BALANCE_NOT_ENOUGH: 'FAILED',
  CROSS_WITHDRAW_FAILED_L1_SUBMIT_REJECTED: 'UNKNOWN',
  CROSS_WITHDRAW_FAILED_L1_REJECTED: 'UNKNOWN',
  CROSS_WITHDRAW_UNKNOWN: 'UNKNOWN',
  UNRECOGNIZED: 'UNKNOWN',
};

/** Translates a row into a record. Never throws: a status that is not in the table becomes UNKNOWN. */
export function toCrossWithdrawRecord(row: CrossWithdrawRow, catalog: Catalog): WithdrawalRecord {
  const asset = assetNameOf(catalog, row.coinId);
  return {
    exchangeWithdrawalId: row.id,
    status: lookUp(crossWithdrawStatuses, row.status) ?? 'UNKNOWN',
    exchangeStatus: row.status,
    asset,
    network: catalog.chains.find((chain) => chain.chainId === row.chainId)?.name ?? null,
    address: row.ethAddress,
    memo: null,
    // We asked for both together (feeMode gross); without the fee, what was asked for is unknown.
    amount: row.fee === null ? null : addAmounts(row.amount, row.fee),
    // Whether the provider keeps a fee from `amount` as well is not said (MAPPING §3).
    receivedAmount: null,
    fee: row.fee,
    feeAsset: row.fee === null ? null : asset,
    txid: row.l1CompletedTx ?? row.l1ConfirmedTx,
    createdAtMs: row.createdTime,
    action: null,
    internal: false,
  };
}

/** The collateral coin over every chain that has it. */
export function toCrossWithdrawRules(catalog: Catalog): AssetRules[] {
  const { collateral, minimum, maximum, underMaintenance } = catalog;
  return catalog.chains.flatMap((chain): AssetRules[] => {
    const [token, ...others] = chain.tokens.filter((one) => one.name === collateral.name);
    if (token === undefined || others.length > 0) return [];
    const enabled = token.enabled && chain.enabled && !underMaintenance;
    return [
      {
        asset: collateral.name,
        network: chain.name,
        enabled,
        minimum,
        maximum,
        decimals: collateral.decimals,
        fee: null,
        memo: 'none',
        addressFamily: 'evm',
        addressPattern: null,
      },
    ];
  });
}
