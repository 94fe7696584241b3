import type { AssetRules } from '../../domain/assetRules.ts';
import type { FailureReason } from '../../domain/failure.ts';
import { laneKey } from '../../domain/laneKey.ts';
import type { WithdrawalStatus } from '../../domain/status.ts';
import type { WithdrawalRecord, WithdrawalRequest } from '../../domain/withdrawal.ts';
import { addressFamilyOf } from '../addressFamily.ts';
import { lookUp } from '../lookUp.ts';
import { canonicalAddress } from '../reads/canonicalAddress.ts';
import {
  canonicalRecipient,
  internalNetworks,
  isInternalNetwork,
  recipientOfRow,
  recipientPattern,
} from './recipient.ts';
import type { CoinRow, HistoryRow, NetworkRow } from './wire.ts';
import { coinRow, networkRow, transferTypes } from './wire.ts';

/** MAPPING §5. */
export const bitunixStatuses: Readonly<Record<string, WithdrawalStatus>> = {
  pending: 'PENDING',
  verification: 'PENDING',
  success: 'L1_COMPLETED',
  fail: 'FAILED',
  cancelled: 'CANCELLED',
};

/** MAPPING §6; what is missing here is unknown, on purpose. */
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

/**
 * Translates a row into a record. Never throws: a status that is not in the table becomes UNKNOWN. Only for rows of
 * withdrawals and internal transfers.
 */
export function toBitunixRecord(row: HistoryRow): WithdrawalRecord {
  const status = lookUp(bitunixStatuses, row.status) ?? 'UNKNOWN';
  const internal = transferTypes.includes(row.type);
  const { network, address } = internal ? recipientOfRow(row) : row;
  return {
    exchangeWithdrawalId: row.id,
    // A transaction id while pending means it was broadcast: an inference that settles nothing (MAPPING §5).
    status: status === 'PENDING' && row.transactionHash !== null && !internal ? 'L1_CONFIRMING' : status,
    exchangeStatus: row.status,
    asset: row.coin,
    network,
    address,
    memo: row.memo,
    // "Actual Receiving Amount": what was asked for is not shown.
    amount: null,
    receivedAmount: row.amount,
    fee: row.fee,
    feeAsset: row.feeCoin,
    txid: row.transactionHash,
    createdAtMs: row.ctime,
    action: row.status === 'verification' ? 'confirmInApp' : null,
    internal,
  };
}

/**
 * The lane of a request: coin, network, address and memo, which records show and which can be compared exactly. The
 * amount is left out, because the fee is not known beforehand. Of an internal transfer: coin, kind and recipient.
 */
export function bitunixLaneKey(request: Pick<WithdrawalRequest, 'asset' | 'network' | 'address' | 'memo'>): string {
  const { asset, network, address, memo } = request;
  if (isInternalNetwork(network)) return laneKey([asset, network, canonicalRecipient(network, address), null]);
  return laneKey([asset, network, canonicalAddress(address), memo === '' ? null : memo]);
}

/** The lane of a record; null when it shows too little, or a kind of destination that its type contradicts. */
export function bitunixLaneKeyOfRecord(record: WithdrawalRecord): string | null {
  const { asset, network, address, memo, internal } = record;
  if (network === null || address === null || internal !== isInternalNetwork(network)) return null;
  return bitunixLaneKey({ asset, network, address, memo });
}

/** The rules of every coin and network that can be read; a row that can't be is left out. */
export function toBitunixAssetRules(rows: readonly unknown[]): AssetRules[] {
  return rows.flatMap((raw) => {
    const coin = coinRow.safeParse(raw);
    if (!coin.success) return [];
    const onChain = (coin.data.networks ?? []).flatMap((rawNetwork) => {
      const network = networkRow.safeParse(rawNetwork);
      return network.success ? [toRules(coin.data, network.data)] : [];
    });
    return [...onChain, ...internalNetworks.map((network) => toInternalRules(coin.data, network))];
  });
}

/**
 * Only the meaning of 1 is certain; that of 0 and 2 is not published. The exchange itself refuses a memo that it does
 * not want.
 */
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

/** Nothing about amounts of internal transfers is published: the exchange itself checks them. */
function toInternalRules(coin: CoinRow, network: string): AssetRules {
  return {
    asset: coin.name,
    network,
    enabled: coin.withdrawOpen !== false,
    minimum: null,
    maximum: null,
    decimals: null,
    fee: null,
    memo: 'none',
    addressFamily: null,
    addressPattern: recipientPattern(network),
  };
}
