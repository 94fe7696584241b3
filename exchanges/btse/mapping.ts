import { compareAmounts, decimalsOf, isPlainDecimal, subtractAmounts } from '../../domain/amount.ts';
import type { AssetRules } from '../../domain/assetRules.ts';
import { laneKey } from '../../domain/laneKey.ts';
import type { RequestProblem } from '../../domain/requestSchema.ts';
import { isFinal, type WithdrawalStatus } from '../../domain/status.ts';
import type { WithdrawalRecord, WithdrawalRequest } from '../../domain/withdrawal.ts';
import { addressFamilyOf } from '../addressFamily.ts';
import { lookUp } from '../lookUp.ts';
import type { BtseOptions } from './config.ts';
import type { HistoryRow, NetworkRow } from './wire.ts';
import { maximumDecimals, networkRow } from './wire.ts';

/** MAPPING §4. `EXPIRED` decides nothing unless the option `trustExpired` says so. */
export const btseStatuses: Readonly<Record<string, WithdrawalStatus>> = {
  PENDING: 'PENDING',
  PROCESSING: 'PENDING',
  COMPLETED: 'L1_COMPLETED',
  CANCELLED: 'CANCELLED',
  FAILURE: 'FAILED',
  EXPIRED: 'UNKNOWN',
};

/** The options that say how the exchange names networks. */
export type NetworkNaming = Pick<BtseOptions, 'networkNames' | 'shownNetworks'>;

/** `<coin>-<network>`: the network by the name configured for this asset, or for all assets, else by our own. Pure. */
export function toPairName({ networkNames }: NetworkNaming, asset: string, network: string): string {
  return `${asset}-${lookUp(networkNames, `${asset}/${network}`) ?? lookUp(networkNames, network) ?? network}`;
}

/**
 * Translates a row of type `Withdraw` into a record. Never throws: a status that is not in the table
 * becomes UNKNOWN.
 */
export function toBtseRecord(row: HistoryRow, options: BtseOptions): WithdrawalRecord {
  const { asset, shownNetwork } = splitCurrency(row);
  const status = statusOf(row, options);
  // A fee of zero may be one that is not known yet: only a final row proves it.
  const fee = row.fees !== null && compareAmounts(row.fees, '0') === 0 && !isFinal(status) ? null : row.fees;
  return {
    exchangeWithdrawalId: row.orderId,
    status,
    exchangeStatus: row.status,
    asset,
    network: shownNetwork === null ? null : (lookUp(options.shownNetworks, shownNetwork) ?? null),
    address: row.toAddress,
    memo: null,
    // With or without the fee: nobody says. Left open, so that both readings are candidates (MAPPING §3).
    amount: null,
    receivedAmount: receivedOf(row.amount, fee, options),
    fee,
    feeAsset: null,
    txid: row.txid,
    createdAtMs: row.timestamp,
    action: null,
    internal: false,
  };
}

/** What arrives, where `amount` is read as MAPPING §3 says. */
function receivedOf(amount: string, fee: string | null, { feeIncluded }: BtseOptions): string {
  const isNet = feeIncluded || fee === null || compareAmounts(amount, fee) < 0;
  return isNet ? amount : subtractAmounts(amount, fee);
}

function statusOf(row: HistoryRow, { trustExpired }: BtseOptions): WithdrawalStatus {
  if (row.status === 'EXPIRED' && trustExpired) return 'FAILED';
  const status = lookUp(btseStatuses, row.status) ?? 'UNKNOWN';
  // A transaction id while pending means it was broadcast: an inference that settles nothing (MAPPING §4).
  return status === 'PENDING' && row.txid !== null ? 'L1_CONFIRMING' : status;
}

/** Rows name the coin. Where a row names the pair instead, as requests do, it is taken apart. */
function splitCurrency({ currency, currencyNetwork }: HistoryRow): { asset: string; shownNetwork: string | null } {
  const [, coin, network] = /^([^-]+)-(.+)$/.exec(currency) ?? [null, currency, null];
  const shown = currencyNetwork ?? network ?? null;
  const asset = coin ?? currency;
  return {
    asset,
    shownNetwork: shown !== null && shown.startsWith(`${asset}-`) ? shown.slice(asset.length + 1) : shown,
  };
}

/** The asset alone, or with its network where rows are known to show it; rows show no address (MAPPING §6). */
export function btseLaneKey({ historyShowsNetwork }: BtseOptions, asset: string, network: string): string {
  return laneKey(historyShowsNetwork ? [asset, network] : [asset]);
}

/** The rules of a coin's networks that can be read; a row that can't be is left out. */
export function toBtseAssetRules(asset: string, rows: readonly unknown[], naming: NetworkNaming): AssetRules[] {
  return rows.flatMap((raw) => {
    const network = networkRow.safeParse(raw);
    return network.success ? [toRules(asset, network.data, naming)] : [];
  });
}

function toRules(asset: string, row: NetworkRow, { shownNetworks }: NetworkNaming): AssetRules {
  const rates = [row.withdrawFeeRate, row.withdrawExtFees, row.withdrawExtFeeRate];
  return {
    asset,
    network: lookUp(shownNetworks, row.network) ?? row.network,
    enabled: row.withdrawEnable,
    minimum: row.withdrawAmtMin,
    maximum: null,
    decimals: maximumDecimals,
    // One number tells the fee only where no rate adds to it.
    fee: rates.every((rate) => compareAmounts(rate, '0') === 0) ? row.withdrawFeeMin : null,
    // "Supported", not required; without it none can be given.
    memo: row.needAddressExtension ? 'optional' : 'none',
    addressFamily: addressFamilyOf(row.network),
    addressPattern: null,
  };
}

/** What this exchange refuses of any coin. Pure. */
export function btseProblems(request: Pick<WithdrawalRequest, 'asset' | 'amount'>): RequestProblem[] {
  const { asset, amount } = request;
  const problems: RequestProblem[] = [];
  if (asset.includes('-')) {
    const expected = 'the coin alone, without a dash; the pair name is made of asset and network';
    problems.push({ field: 'asset', expected });
  }
  if (isPlainDecimal(amount) && decimalsOf(amount) > maximumDecimals) {
    const expected = `at most ${maximumDecimals} decimals; cut it yourself, it is never rounded here`;
    problems.push({ field: 'amount', expected });
  }
  return problems;
}
