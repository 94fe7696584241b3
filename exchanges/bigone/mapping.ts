import { addAmounts, amountsEqual } from '../../domain/amount.ts';
import type { AssetRules } from '../../domain/assetRules.ts';
import type { FailureReason } from '../../domain/failure.ts';
import type { WithdrawalStatus } from '../../domain/status.ts';
import type { SubmitIntent, WithdrawalRecord } from '../../domain/withdrawal.ts';
import { addressFamilyOf } from '../addressFamily.ts';
import { lookUp } from '../lookUp.ts';
import { canonicalAddress } from '../reads/canonicalAddress.ts';
import type { GatewayRow, WithdrawalRow } from './wire.ts';
import { assetRow, gatewayRow } from './wire.ts';

/** MAPPING §4. */
export const bigoneStatuses: Readonly<Record<string, WithdrawalStatus>> = {
  PENDING: 'PENDING',
  CONFIRMED: 'PENDING',
  WITHHOLD: 'PENDING',
  COMPLETED: 'L1_COMPLETED',
  FAILED: 'FAILED',
  CANCELLED: 'CANCELLED',
};

/** MAPPING §5; what is missing here is unknown, on purpose. */
export const bigoneFailures: Readonly<Record<string, FailureReason>> = {
  '10001': 'parameterRefused',
  '10007': 'parameterRefused',
  '10013': 'notFound',
  '10014': 'insufficientFunds',
  '40603': 'insufficientFunds',
  '10403': 'permissionDenied',
  '40301': 'permissionDenied',
  '40103': 'permissionDenied',
  '40104': 'permissionDenied',
  '40305': 'accountRestricted',
  '40004': 'authRefused',
  '40106': 'authRefused',
  '40107': 'authRefused',
  '40302': 'duplicateClientId',
  '10429': 'rateLimited',
  'HTTP 429': 'rateLimited',
};

const internalKinds: Readonly<Record<string, boolean>> = { internal: true, off_chain: true, on_chain: false };

/** Translates a row into a record. Never throws: a state that is not in the table becomes UNKNOWN. */
export function toBigoneRecord(row: WithdrawalRow): WithdrawalRecord {
  const internal = row.is_internal === true || (row.kind !== null && lookUp(internalKinds, row.kind) === true);
  const status = lookUp(bigoneStatuses, row.state) ?? 'UNKNOWN';
  return {
    exchangeWithdrawalId: row.id,
    // A transaction id while pending means it was broadcast: an inference that settles nothing (MAPPING §4).
    status: status === 'PENDING' && row.txid !== null ? 'L1_CONFIRMING' : status,
    exchangeStatus: row.state,
    asset: row.asset_symbol,
    network: row.gateway_name,
    address: row.target_address,
    memo: row.memo,
    // Net, gross, or fee on top is undocumented; the one printed case reads as what arrives (MAPPING §3).
    amount: null,
    receivedAmount: row.amount,
    fee: row.fee,
    feeAsset: null,
    txid: row.txid,
    createdAtMs: readTime(row.inserted_at),
    action: null,
    internal,
  };
}

/**
 * True only if nothing in the row contradicts our intent: same asset, same address, and our amount, whether the
 * exchange shows it with or without the fee. A row that shows no address is not ours.
 */
export function isOurWithdrawal(
  row: WithdrawalRow,
  intent: Pick<SubmitIntent, 'asset' | 'address' | 'amount' | 'memo' | 'network'>,
): boolean {
  if (row.asset_symbol !== intent.asset || row.target_address === null) return false;
  if (canonicalAddress(row.target_address) !== canonicalAddress(intent.address)) return false;
  if (row.memo !== null && row.memo !== intent.memo) return false;
  if (row.gateway_name !== null && row.gateway_name !== intent.network) return false;
  return (
    amountsEqual(row.amount, intent.amount) ||
    (row.fee !== null && amountsEqual(addAmounts(row.amount, row.fee), intent.amount))
  );
}

/** The rules of every asset and gateway that can be read; a row that can't be is left out. */
export function toBigoneAssetRules(rows: readonly unknown[]): AssetRules[] {
  return rows.flatMap((raw) => {
    const asset = assetRow.safeParse(raw);
    if (!asset.success || asset.data.is_fiat === true) return [];
    return (asset.data.binding_gateways ?? []).flatMap((rawGateway) => {
      const gateway = gatewayRow.safeParse(rawGateway);
      return gateway.success ? [toRules(asset.data.symbol, gateway.data)] : [];
    });
  });
}

function toRules(asset: string, gateway: GatewayRow): AssetRules {
  return {
    asset,
    network: gateway.gateway_name,
    enabled: gateway.is_withdrawal_enabled,
    minimum: gateway.min_withdrawal_amount,
    maximum: null,
    decimals: gateway.withdrawal_scale ?? null,
    fee: gateway.withdrawal_fee,
    // `false` does not say whether one may be given.
    memo: gateway.is_memo_required === true ? 'required' : 'unknown',
    addressFamily: addressFamilyOf(gateway.gateway_name),
    addressPattern: null,
  };
}

/** ISO 8601 with a zone and up to nanoseconds; null for anything else. */
function readTime(text: string | null): number | null {
  if (text === null || !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/.test(text))
    return null;
  const atMs = Date.parse(text);
  return Number.isNaN(atMs) ? null : atMs;
}
