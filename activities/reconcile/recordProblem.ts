import { clockMarginMs } from '../../domain/clockMargin.ts';
import type { SubmitIntent, WithdrawalRecord, WithdrawalRequest } from '../../domain/withdrawal.ts';
import type { AccountRuntime } from '../dependencies.ts';
import { couldBe } from './couldBe.ts';

/** Why this record cannot be that withdrawal, in one sentence; null when nothing it shows speaks against it. */
export function recordProblem(
  runtime: AccountRuntime,
  request: WithdrawalRequest,
  intent: SubmitIntent,
  record: WithdrawalRecord,
): string | null {
  const id = record.exchangeWithdrawalId;
  if (record.asset !== request.asset)
    return `record ${id} is of ${record.asset}, this withdrawal is of ${request.asset}`;
  if (record.network !== null && !sameText(record.network, request.network))
    return `record ${id} went over ${record.network}, this withdrawal over ${request.network}`;
  if (record.address !== null && !sameAddress(record.address, request.address))
    return `record ${id} went to another address`;
  // A record that shows no memo may hide it or have none; one that shows another is another.
  if (record.memo !== null && record.memo !== (request.memo ?? '')) return `record ${id} carries another memo`;
  const notBeforeMs = Date.parse(request.requestedAt) - clockMarginMs;
  if (record.createdAtMs !== null && record.createdAtMs < notBeforeMs)
    return `record ${id} was created ${isoTime(record.createdAtMs)}, long before this withdrawal was requested`;
  // A person says which record it is: lane and baseline are taken as given, so that only the amount is left to differ.
  const question = { intent, baseline: null, notBeforeMs, laneKeyOfRecord: () => intent.laneKey };
  const shownAmount = record.amount ?? record.receivedAmount ?? 'not shown';
  if (!couldBe(runtime, question, record))
    return `record ${id} is of another amount (${shownAmount}), this withdrawal of ${request.amount}`;
  const lane = runtime.exchange.laneKeyOfRecord(record);
  if (intent.laneKey !== null && lane !== null && lane !== intent.laneKey)
    return `record ${id} differs in asset, network, address or memo`;
  return null;
}

function sameText(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** Hex addresses differ in case only by their checksum. */
function sameAddress(a: string, b: string): boolean {
  return a.startsWith('0x') && b.startsWith('0x') ? sameText(a, b) : a === b;
}

function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}
