import { clockMarginMs } from '../../domain/clockMargin.ts';
import type { WithdrawalRecord } from '../../domain/withdrawal.ts';
import type { HistoryRead, ReadContext } from '../../exchanges/exchange.ts';
import type { LostSubmission } from '../contract.ts';
import type { AccountRuntime, ActivityDependencies } from '../dependencies.ts';
import { couldBe } from './couldBe.ts';

/** A record that may be this submission. */
export type Match = {
  readonly submission: number;
  readonly intent: LostSubmission['intent'];
  readonly record: WithdrawalRecord;
};

export type LostLook =
  /** One fresh look at everything that could be ours; nobody else claims what is in it. */
  | { readonly kind: 'complete'; readonly matches: readonly Match[] }
  /** Neither absence nor uniqueness is proven. */
  | { readonly kind: 'incomplete'; readonly why: string };

type LookInput = {
  readonly candidates: readonly LostSubmission[];
  readonly requestedAt: string;
  readonly context: ReadContext;
};

/**
 * Looks for lost submissions with fresh reads. Each record is counted once, for the newest submission it could be.
 * Throws ExchangeError or AccountError; may be repeated.
 */
export async function lookForLost(
  dependencies: ActivityDependencies,
  runtime: AccountRuntime,
  input: LookInput,
): Promise<LostLook> {
  const found = new Map<string, Match>();
  for (const candidate of input.candidates) {
    const records = await recordsOf(runtime, candidate, input);
    if (records.kind === 'incomplete') return records;
    for (const record of records.records)
      found.set(record.exchangeWithdrawalId, {
        submission: candidate.intent.submission,
        intent: candidate.intent,
        record,
      });
  }
  const withdrawalId = input.candidates[0]?.intent.withdrawalId ?? '';
  const foreign = await claimedByOthers(dependencies, runtime, withdrawalId, [...found.keys()]);
  return {
    kind: 'complete',
    matches: [...found.values()].filter((match) => !foreign.has(match.record.exchangeWithdrawalId)),
  };
}

/** Which of these ids another withdrawal of ours claims. */
export async function claimedByOthers(
  dependencies: ActivityDependencies,
  runtime: AccountRuntime,
  withdrawalId: string,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const claims = await dependencies.client.claimedIds(runtime.account, ids);
  return new Set(ids.filter((id) => claims[id] !== undefined && claims[id] !== withdrawalId));
}

/**
 * Whether another withdrawal is on the same lane just now, whose record this may be before its claim names
 * it. Asked after the look: a holder that has freed the lane since has named what is its own, and a claim or
 * an adoption is refused for it.
 */
export async function mayBeLaneHolders(
  dependencies: ActivityDependencies,
  runtime: AccountRuntime,
  { submission, intent }: Match,
): Promise<boolean> {
  const { withdrawalId, laneKey } = intent;
  if (laneKey === null) return false;
  const { laneHolder } = await dependencies.client.preflight(runtime.account, { withdrawalId, submission, laneKey });
  return laneHolder !== null && laneHolder !== withdrawalId;
}

/** Null when the read shows everything; otherwise why it proves nothing. */
export function whyIncomplete(read: HistoryRead): string | null {
  if (!read.complete) return "the exchange's history could not be narrowed to complete pages";
  if (read.unreadableRows > 0) return `${read.unreadableRows} rows of the exchange's history could not be read`;
  return null;
}

type Records =
  | { readonly kind: 'records'; readonly records: readonly WithdrawalRecord[] }
  | { readonly kind: 'incomplete'; readonly why: string };

async function recordsOf(runtime: AccountRuntime, candidate: LostSubmission, input: LookInput): Promise<Records> {
  const { exchange } = runtime;
  if ('findByClientId' in exchange) {
    const answer = await exchange.findByClientId(candidate.intent, input.context);
    return { kind: 'records', records: answer.kind === 'found' ? [answer.record] : [] };
  }
  const fromMs = (candidate.baseline?.takenAtMs ?? Date.parse(input.requestedAt)) - clockMarginMs;
  const read = await exchange.readHistory(candidate.intent, fromMs, null, input.context);
  const why = whyIncomplete(read);
  if (why !== null) return { kind: 'incomplete', why };
  const question = { intent: candidate.intent, baseline: candidate.baseline, notBeforeMs: fromMs };
  return { kind: 'records', records: read.records.filter((record) => couldBe(runtime, question, record)) };
}
