import { findAsset } from '../catalog.ts';
import type { LedgerEntry, ScriptStatus } from '../ledger.ts';
import type { SeenRecord } from '../spoilRecord.ts';

const states = {
  pending: 'PENDING',
  verification: 'PENDING',
  broadcast: 'PENDING',
  completed: 'COMPLETED',
  failed: 'FAILED',
  cancelled: 'CANCELLED',
} as const;

const stateOf = (status: ScriptStatus) => (typeof status === 'object' ? status.raw : states[status]);

/** BigONE's times have microseconds. */
const timeText = (atMs: number) => new Date(atMs).toISOString().replace('Z', '000Z');

/** A withdrawal as BigONE shows it. The client's guid is not in it. */
export function toRecord(seen: SeenRecord, feeMode: 'onTop' | 'inside') {
  return {
    id: Number(seen.exchangeWithdrawalId),
    customer_id: seen.accountId,
    asset_uuid: findAsset(seen.asset)?.uuid ?? '',
    asset_symbol: seen.asset,
    amount: feeMode === 'inside' ? seen.receivedAmount : seen.amount,
    fee: seen.feeHidden ? null : seen.fee,
    state: stateOf(seen.status),
    kind: seen.kind,
    is_internal: seen.kind === 'internal',
    target_address: seen.address,
    memo: seen.memo ?? '',
    note: '',
    txid: seen.txid ?? '',
    inserted_at: timeText(seen.acceptedAtMs),
    updated_at: timeText(seen.updatedAtMs),
    completed_at: seen.status === 'completed' ? timeText(seen.updatedAtMs) : null,
  };
}

export const asSeen = (entry: LedgerEntry): SeenRecord => ({ ...entry, feeHidden: false });
