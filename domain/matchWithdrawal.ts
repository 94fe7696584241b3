import { addAmounts, compareAmounts } from './amount.ts';
import type { Baseline } from './baseline.ts';
import type { Capabilities } from './capabilities.ts';
import type { SubmitIntent, WithdrawalRecord } from './withdrawal.ts';

export type MatchInput = {
  readonly intent: Pick<SubmitIntent, 'amount' | 'asset' | 'laneKey'>;
  readonly feeMode: Capabilities['feeMode'];
  /** Null when the account no longer remembers it; then only time limits the search. */
  readonly baseline: Baseline | null;
  /** Records created before this cannot be ours, Unix ms by the exchange's clock. */
  readonly notBeforeMs: number;
  readonly records: readonly WithdrawalRecord[];
  /** True when another withdrawal of ours has this id. */
  readonly isClaimed: (exchangeWithdrawalId: string) => boolean;
  readonly laneKeyOfRecord: (record: WithdrawalRecord) => string | null;
};

export type MatchResult =
  | { readonly kind: 'none' }
  | { readonly kind: 'one'; readonly record: WithdrawalRecord }
  | { readonly kind: 'several'; readonly exchangeWithdrawalIds: readonly string[] };

/**
 * Which records could be the lost submit: none, one, or several. Never picks one of several.
 * A candidate is on the same lane, not in the baseline, not claimed, and could have this amount.
 */
export function matchWithdrawal(input: MatchInput): MatchResult {
  const candidates = new Map<string, WithdrawalRecord>();
  for (const record of input.records) {
    if (isCandidate(record, input)) candidates.set(record.exchangeWithdrawalId, record);
  }
  const [first] = candidates.values();
  if (first === undefined) return { kind: 'none' };
  if (candidates.size === 1) return { kind: 'one', record: first };
  return { kind: 'several', exchangeWithdrawalIds: [...candidates.keys()] };
}

function isCandidate(record: WithdrawalRecord, input: MatchInput): boolean {
  if (input.baseline?.exchangeWithdrawalIds.includes(record.exchangeWithdrawalId)) return false;
  if (input.isClaimed(record.exchangeWithdrawalId)) return false;
  // A record without a time may have any age.
  if (record.createdAtMs !== null && record.createdAtMs < input.notBeforeMs) return false;
  return input.laneKeyOfRecord(record) === input.intent.laneKey && amountCouldBe(record, input);
}

/**
 * Whether the record could have this amount. A gross amount must be equal. Net and fee must add up to it. While the fee
 * is unknown, any net amount up to the gross is possible.
 */
function amountCouldBe(record: WithdrawalRecord, input: MatchInput): boolean {
  const gross = input.intent.amount;
  if (record.amount !== null) return compareAmounts(record.amount, gross) === 0;
  if (record.receivedAmount === null) return true;
  const net = compareAmounts(record.receivedAmount, gross);
  if (input.feeMode === 'net') return net === 0;
  if (record.fee === null || (record.feeAsset !== null && record.feeAsset !== record.asset)) return net <= 0;
  return net <= 0 && feeFits(record.receivedAmount, record.fee, gross, input.feeMode);
}

function feeFits(net: string, fee: string, gross: string, feeMode: Capabilities['feeMode']): boolean {
  if (compareAmounts(addAmounts(net, fee), gross) === 0) return true;
  // Where the exchange does not document whether the fee is included, both are possible.
  return feeMode !== 'gross' && compareAmounts(net, gross) === 0;
}
