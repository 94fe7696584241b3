import type { Baseline } from '../../domain/baseline.ts';
import { clockMarginMs } from '../../domain/clockMargin.ts';
import type { FindsByHistory, HistoryRead } from '../../exchanges/exchange.ts';
import type { SubmitResult } from '../contract.ts';
import { couldBe } from '../reconcile/couldBe.ts';
import { claimedByOthers, whyIncomplete } from '../reconcile/lostMatch.ts';
import { jitter, retryFailure, waitFailure } from '../toFailure.ts';
import { resultOfClaim } from './resultOfClaim.ts';
import { type SubmitAttempt, submitTimeoutMs } from './submitAttempt.ts';
import { waitForObstacle } from './submitObstacle.ts';

/** `clear`: nothing at the exchange looks like this withdrawal, go on. Anything else: send nothing, answer this. */
export type LookBeforeSend = { readonly kind: 'clear'; readonly baseline: Baseline | null } | SubmitResult;

/**
 * Looks at the exchange for what an earlier execution may have sent, and takes the baseline. Sends nothing; may be
 * repeated. Throws a retryable failure where the look is not complete: what was not seen is never taken for absent.
 *
 * `beforeFirstSend`: no execution can have sent it yet, and a repeat with our id pays nothing twice. The adapter may
 * then look less far back.
 */
export async function lookBeforeSend(attempt: SubmitAttempt, beforeFirstSend = false): Promise<LookBeforeSend> {
  const { runtime, input, signal } = attempt;
  const { exchange } = runtime;
  if (!('findByClientId' in exchange)) return lookAtHistory(attempt, exchange);
  const answer = await exchange.findByClientId(input.intent, { priority: 'lookup', signal, beforeFirstSend });
  return answer.kind === 'found' ? answer : { kind: 'clear', baseline: null };
}

async function lookAtHistory(attempt: SubmitAttempt, exchange: FindsByHistory): Promise<LookBeforeSend> {
  const { intent } = attempt.input;
  const context = { priority: 'lookup', signal: attempt.signal } as const;
  const read = await exchange.readHistory(intent, readsFromMs(attempt), null, context);
  const why = whyIncomplete(read);
  if (why !== null)
    throw retryFailure({
      type: 'HistoryIncomplete',
      message: `${why}, so that a lost submit could not be found again; nothing was sent`,
      nextRetryDelayMs: jitter(10_000),
    });
  const baseline: Baseline = { takenAtMs: read.exchangeTimeMs, exchangeWithdrawalIds: idsOnLane(attempt, read) };
  const suspects = await unclaimedLookalikes(attempt, read);
  return suspects.length === 0 ? { kind: 'clear', baseline } : answerToSuspects(attempt, suspects, baseline);
}

/**
 * A lost submit is later looked for from the clock margin before the baseline's time, by the exchange's clock, which
 * may itself be the margin behind ours. Whatever is that old must be in the baseline, so the read begins two margins
 * back, or before the request where that is earlier.
 */
function readsFromMs({ dependencies, input }: SubmitAttempt): number {
  const earliestMs = Math.min(Date.parse(input.requestedAt), dependencies.nowMs() - clockMarginMs);
  return earliestMs - clockMarginMs;
}

/**
 * A row that does not show its lane yet may show it later; it must not look new then, so it counts as on every lane.
 */
function idsOnLane({ runtime, input }: SubmitAttempt, read: HistoryRead): string[] {
  const lanes = [null, input.intent.laneKey];
  return read.records
    .filter((record) => lanes.includes(runtime.exchange.laneKeyOfRecord(record)))
    .map((record) => record.exchangeWithdrawalId);
}

/** Ids of records since the request that could be this withdrawal and that no other withdrawal of ours claims. */
async function unclaimedLookalikes(attempt: SubmitAttempt, read: HistoryRead): Promise<readonly string[]> {
  const { dependencies, runtime, input } = attempt;
  // `requestedAt` is by our clocks, the records' times are by the exchange's, which may be behind.
  const exchangeBehindMs = Math.max(0, dependencies.nowMs() - read.exchangeTimeMs);
  const notBeforeMs = Date.parse(input.requestedAt) - exchangeBehindMs;
  const question = { intent: input.intent, baseline: null, notBeforeMs };
  const lookalikes = read.records.filter((record) => couldBe(runtime, question, record));
  return withoutClaimed(attempt, [...new Set(lookalikes.map((record) => record.exchangeWithdrawalId))]);
}

/**
 * Whose an unclaimed lookalike may be: ours, sent by an earlier execution; the lane holder's, which has not reported
 * its id yet; or nobody's that we know, and then a person decides.
 */
async function answerToSuspects(
  attempt: SubmitAttempt,
  suspects: readonly string[],
  baseline: Baseline,
): Promise<SubmitResult> {
  const { account, withdrawalId, submission, laneKey } = attempt.input.intent;
  const { client } = attempt.dependencies;
  const { claim, laneHolder } = await client.preflight(account, { withdrawalId, submission, laneKey });
  // An earlier execution had the grant: what it reported counts, and its first baseline instead of this one.
  if (claim !== null) return resultOfClaim(claim, submitTimeoutMs(attempt));
  if (laneHolder !== null && laneHolder !== withdrawalId) return waitForObstacle(attempt, 'laneBusy');
  // Asked again: since the look the holder may have reported which record is its own, and freed the lane.
  const left = await withoutClaimed(attempt, suspects);
  if (left.length > 0) return { kind: 'suspicious', exchangeWithdrawalIds: left, baseline };
  throw waitFailure({
    type: 'laneBusy',
    message: 'an earlier withdrawal that looks the same was just settled; looking again before anything is sent',
    nextRetryDelayMs: jitter(500),
  });
}

async function withoutClaimed(attempt: SubmitAttempt, ids: readonly string[]): Promise<readonly string[]> {
  const { dependencies, runtime, input } = attempt;
  const claimed = await claimedByOthers(dependencies, runtime, input.intent.withdrawalId, ids);
  return ids.filter((id) => !claimed.has(id));
}
