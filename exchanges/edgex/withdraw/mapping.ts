import type { WithdrawalStatus } from '../../../domain/status.ts';
import type { WithdrawalRecord } from '../../../domain/withdrawal.ts';
import { lookUp } from '../../lookUp.ts';
import { assetNameOf } from '../assetNameOf.ts';
import type { Catalog } from '../catalog.ts';
import type { WithdrawRow } from './wire.ts';

/** MAPPING §4. None of them is delivery: this record ends on the L2. */
export const withdrawStatuses: Readonly<Record<string, WithdrawalStatus>> = {
  PENDING_CHECKING: 'PENDING',
  PENDING_CENSORING: 'PENDING',
  SUCCESS_CENSOR_SUCCESS: 'L2_APPROVING',
  SUCCESS_L2_APPROVED: 'L1_CONFIRMING',
  FAILED_CHECK_INVALID: 'FAILED',
  FAILED_CENSOR_FAILURE: 'FAILED',
  // Refused, but not yet in a batch of the L2: not final.
  FAILED_L2_REJECT: 'L2_APPROVING',
  FAILED_L2_REJECT_APPROVED: 'FAILED',
};

/** Translates a row into a record. Never throws: a status that is not in the table becomes UNKNOWN. */
export function toWithdrawRecord(row: WithdrawRow, catalog: Catalog): WithdrawalRecord {
  return {
    exchangeWithdrawalId: row.id,
    status: lookUp(withdrawStatuses, row.status) ?? 'UNKNOWN',
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
    // Its transaction ids are those of the L2.
    txid: null,
    createdAtMs: row.createdTime,
    action: row.status === 'SUCCESS_L2_APPROVED' ? 'claimOnL1' : null,
    internal: false,
  };
}
