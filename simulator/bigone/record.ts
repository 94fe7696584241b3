import { findAsset } from '../catalog.ts';
import type { LedgerEntry, ScriptStatus } from '../ledger.ts';
import type { ShownRecord } from '../recordView.ts';

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
export function toRecord(shown: ShownRecord, feeMode: 'onTop' | 'inside') {
  return {
    id: Number(shown.exchangeWithdrawalId),
    customer_id: shown.accountId,
    asset_uuid: findAsset(shown.asset)?.uuid ?? '',
    asset_symbol: shown.asset,
    amount: feeMode === 'inside' ? shown.receivedAmount : shown.amount,
    fee: shown.feeHidden ? null : shown.fee,
    state: stateOf(shown.status),
    kind: shown.kind,
    is_internal: shown.kind === 'internal',
    target_address: shown.address,
    memo: shown.memo ?? '',
    note: '',
    txid: shown.txid ?? '',
    inserted_at: timeText(shown.acceptedAtMs),
    updated_at: timeText(shown.updatedAtMs),
    completed_at: shown.status === 'completed' ? timeText(shown.updatedAtMs) : null,
  };
}

/** As it is, whatever faults are armed. */
export const withoutFaults = (entry: LedgerEntry): ShownRecord => ({ ...entry, feeHidden: false });
