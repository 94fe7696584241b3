import type { AssetRules } from '../../domain/assetRules.ts';
import type { FailureReason } from '../../domain/failure.ts';
import { laneKey } from '../../domain/laneKey.ts';
import type { WithdrawalStatus } from '../../domain/status.ts';
import type { WithdrawalRecord, WithdrawalRequest } from '../../domain/withdrawal.ts';
import { addressFamilyOf } from '../addressFamily.ts';
import { lookUp } from '../lookUp.ts';
import { canonicalAddress } from '../sameAddress.ts';
import type { CoinRow, HistoryRow, NetworkRow } from './wire.ts';
import { coinRow, networkRow } from './wire.ts';

/** MAPPING §4. */
export const bitunixStatuses: Readonly<Record<string, WithdrawalStatus>> = {
  pending: 'PENDING',
  verification: 'PENDING',
  success: 'L1_COMPLETED',
  fail: 'FAILED',
  cancelled: 'CANCELLED',
};

/** MAPPING §5; what is missing here is unknown, on purpose. */
export const bitunixFailures: Readonly<Record<string, FailureReason>> = {
  '2': 'parameterRefused',
  '10002': 'parameterRefused',
  '10008': 'parameterRefused',
  '70003': 'parameterRefused',
  '10003': 'authRefused',
  '10007': 'authRefused',
  '100004': 'authRefused',
  '100005': 'authRefused',
  '10016': 'refusedByExchange',
  '403': 'permissionDenied',
  '10004': 'permissionDenied',
  '100011': 'permissionDenied',
  '20003': 'insufficientFunds',
  '20008': 'insufficientFunds',
  '40008': 'insufficientFunds',
  '30042': 'duplicateClientId',
  '100008': 'clockSkew',
  '10005': 'rateLimited',
  '10006': 'rateLimited',
  'HTTP 429': 'rateLimited',
};

/** Puts a row into our words. Total: a status that is not in the table becomes UNKNOWN. Only for rows of type `withdraw`. */
export function toBitunixRecord(row: HistoryRow): WithdrawalRecord {
  const status = lookUp(bitunixStatuses, row.status) ?? 'UNKNOWN';
  return {
    exchangeWithdrawalId: row.id,
    // A transaction id while pending means it was broadcast: an inference that settles nothing (MAPPING §4).
    status: status === 'PENDING' && row.transactionHash !== null ? 'L1_CONFIRMING' : status,
    exchangeStatus: row.status,
    asset: row.coin,
    network: row.network,
    address: row.address,
    memo: row.memo,
    // "Actual Receiving Amount": what was asked for is not shown.
    amount: null,
    receivedAmount: row.amount,
    fee: row.fee,
    feeAsset: row.feeCoin,
    txid: row.transactionHash,
    createdAtMs: row.ctime,
    action: row.status === 'verification' ? 'confirmInApp' : null,
    internal: false,
  };
}

/** Coin, network, address and memo: all that a record shows and that can be compared exactly. No amount: the fee is not known beforehand. */
export function bitunixLaneKey(request: Pick<WithdrawalRequest, 'asset' | 'network' | 'address' | 'memo'>): string {
  return laneKey([request.asset, request.network, canonicalAddress(request.address), request.memo === '' ? null : request.memo]);
}

/** The rules of every coin and network that can be read; a row that can't be is left out. */
export function toBitunixAssetRules(rows: readonly unknown[]): AssetRules[] {
  return rows.flatMap((raw) => {
    const coin = coinRow.safeParse(raw);
    if (!coin.success) return [];
    return (coin.data.networks ?? []).flatMap((rawNetwork) => {
      const network = networkRow.safeParse(rawNetwork);
      return network.success ? [toRules(coin.data, network.data)] : [];
    });
  });
}

/** Only 1 is certain: the meaning of 0 and 2 is not published, and a memo too many is refused by the exchange itself. */
const memoRules: Readonly<Record<string, AssetRules['memo']>> = { '1': 'required' };

function toRules(coin: CoinRow, network: NetworkRow): AssetRules {
  return {
    asset: coin.name,
    network: network.network,
    enabled: coin.withdrawOpen !== false && network.withdrawOpen !== false && network.isOpen !== false,
    minimum: network.withdrawMin ?? coin.withdrawMin,
    maximum: network.withdrawMax ?? coin.withdrawMax,
    // The contract's own precision bounds it; the finer rule, if there is one, is not published.
    decimals: network.contractPrecision ?? null,
    fee: null,
    memo: lookUp(memoRules, network.requireMemo ?? '') ?? 'unknown',
    addressFamily: addressFamilyOf(network.network),
    addressPattern: network.addressRegular,
  };
}
