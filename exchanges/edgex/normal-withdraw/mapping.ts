import type { AssetRules } from '../../../domain/assetRules.ts';
import type { WithdrawalStatus } from '../../../domain/status.ts';
import type { WithdrawalRecord } from '../../../domain/withdrawal.ts';
import { lookUp } from '../../lookUp.ts';
import { assetNameOf } from '../assetNameOf.ts';
import type { Catalog } from '../catalog.ts';
import type { NormalWithdrawRow } from './wire.ts';

/** MAPPING §4. */
export const normalWithdrawStatuses: Readonly<Record<string, WithdrawalStatus>> = {
  NORMAL_WITHDRAW_PENDING_RISK_CHECKING: 'PENDING',
  NORMAL_WITHDRAW_PENDING_TRADE_PROCESSING: 'PENDING',
  NORMAL_WITHDRAW_PENDING_L2_APPROVING: 'L2_APPROVING',
  NORMAL_WITHDRAW_PENDING_L1_CONFIRMING: 'L1_CONFIRMING',
  NORMAL_WITHDRAW_PENDING_L1_WITHDRAWING: 'L1_CONFIRMING',
  NORMAL_WITHDRAW_SUCCESS_L1_COMPLETED: 'L1_COMPLETED',
  NORMAL_WITHDRAW_FAILED_RISK_CHECK_FAILURE: 'FAILED',
  NORMAL_WITHDRAW_FAILED_CENSOR_FAILURE: 'FAILED',
  NORMAL_WITHDRAW_FAILED_L2_REJECTED: 'FAILED',
  NORMAL_WITHDRAW_UNKNOWN: 'UNKNOWN',
  UNRECOGNIZED: 'UNKNOWN',
};

/** Translates a row into a record. Never throws: a status that is not in the table becomes UNKNOWN. */
export function toNormalWithdrawRecord(row: NormalWithdrawRow, catalog: Catalog): WithdrawalRecord {
  return {
    exchangeWithdrawalId: row.id,
    status: lookUp(normalWithdrawStatuses, row.status) ?? 'UNKNOWN',
    exchangeStatus: row.status,
    asset: assetNameOf(catalog, row.coinId),
    // The record names none: there is one L1.
    network: null,
    address: row.ethAddress,
    memo: null,
    amount: row.amount,
    receivedAmount: null,
    fee: null,
    feeAsset: null,
    // The only hash shown is that of the L2's batch; the claim's own is in no document (MAPPING §3).
    txid: null,
    createdAtMs: row.createdTime,
    action: row.status === 'NORMAL_WITHDRAW_PENDING_L1_WITHDRAWING' ? 'claimOnL1' : null,
    internal: false,
  };
}

/** The only rule: the collateral coin over the L1. Empty where neither option nor metadata names that network. */
export function toNormalWithdrawRules(catalog: Catalog, network: string | null): AssetRules[] {
  if (network === null) return [];
  const { name, decimals } = catalog.collateral;
  return [
    {
      asset: name,
      network,
      enabled: !catalog.underMaintenance,
      minimum: null,
      maximum: null,
      decimals,
      fee: null,
      memo: 'none',
      addressFamily: 'evm',
      addressPattern: null,
    },
  ];
}
