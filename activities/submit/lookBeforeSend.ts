import type { Baseline } from '../../domain/baseline.ts';
import { clockMarginMs } from '../../domain/clockMargin.ts';
import { matchWithdrawal } from '../../domain/matchWithdrawal.ts';
import type { FindsByHistory, HistoryRead } from '../../exchanges/exchange.ts';
import type { SubmitResult } from '../contract.ts';
import { claimedByOthers, whyIncomplete } from '../reconcile/lostMatch.ts';
import { jitter, retryFailure, waitFailure } from '../toFailure.ts';
import { resultOfClaim } from './resultOfClaim.ts';
import { type SubmitAttempt, submitTimeoutMs } from './submitAttempt.ts';
import { waitForObstacle } from './submitObstacle.ts';

export type LookBeforeSend = { readonly kind: 'clear'; readonly baseline: Baseline | null } | SubmitResult;

/**
 * Reads whether it is there already, and what the lane shows before the send. Anything but `clear` means:
 * send nothing. A look that is not complete is a failure, never a clear one. `beforeFirstSend` only where a
 * repeat pays nothing twice and none can have been sent.
 */
export async function lookBeforeSend(attempt: SubmitAttempt, beforeFirstSend = false): Promise<LookBeforeSend> {
  const { exchange } = attempt.runtime;
  if (!('findByClientId' in exchange)) return lookAtHistory(attempt, exchange);
  const answer = await exchange.findByClientId(attempt.input.intent, {
    priority: 'lookup',
    signal: attempt.signal,
    beforeFirstSend,
  });
  return answer.kind === 'found' ? answer : { kind: 'clear', baseline: null };
}

async function lookAtHistory(attempt: SubmitAttempt, exchange: FindsByHistory): Promise<LookBeforeSend> {
  const { intent, requestedAt } = attempt.input;
  // A lost submit is looked for from the margin before `takenAtMs`, by the exchange's clock, which may be the
  // margin behind: what was there then must be in the baseline.
  const fromMs = Math.min(Date.parse(requestedAt), attempt.dependencies.nowMs() - clockMarginMs) - clockMarginMs;
  const read = await exchange.readHistory(intent, fromMs, null, { priority: 'lookup', signal: attempt.signal });
  const why = whyIncomplete(read);
  if (why !== null)
    throw retryFailure({
      type: 'HistoryIncomplete',
      message: `${why}, so that a lost submit could not be found again; nothing was sent`,
      nextRetryDelayMs: jitter(10_000),
    });
  const baseline: Baseline = { takenAtMs: read.exchangeTimeMs, exchangeWithdrawalIds: idsOnLane(attempt, read) };
  const suspects = await unclaimedSince(attempt, read);
  return suspects.length === 0 ? { kind: 'clear', baseline } : explain(attempt, suspects, baseline);
}

/**
 * Whose an unclaimed record may be: ours by an earlier execution, the lane holder's that is on its way just
 * now, or nobody's that we know.
 */
async function explain(attempt: SubmitAttempt, suspects: readonly string[], baseline: Baseline): Promise<SubmitResult> {
  const { account, withdrawalId, submission, laneKey } = attempt.input.intent;
  const { claim, laneHolder } = await attempt.dependencies.client.preflight(account, {
    withdrawalId,
    submission,
    laneKey,
  });
  // Then its first baseline counts, not this one.
  if (claim !== null) return resultOfClaim(claim, submitTimeoutMs(attempt));
  if (laneHolder !== null && laneHolder !== withdrawalId) return waitForObstacle(attempt, 'LaneBusy');
  // Asked again: the holder may have reported, and freed the lane, since the look.
  const foreign = await claimedByOthers(attempt.dependencies, attempt.runtime, withdrawalId, suspects);
  const left = suspects.filter((id) => !foreign.has(id));
  if (left.length > 0) return { kind: 'suspicious', exchangeWithdrawalIds: left, baseline };
  throw waitFailure({
    type: 'LaneBusy',
    message: 'an earlier withdrawal that looks the same was just settled; looking again before anything is sent',
    nextRetryDelayMs: jitter(500),
  });
}

/** A row that does not show its lane yet may show it later, and must not look new then. */
function idsOnLane(attempt: SubmitAttempt, read: HistoryRead): string[] {
  const lanes = [null, attempt.input.intent.laneKey];
  return read.records
    .filter((record) => lanes.includes(attempt.runtime.exchange.laneKeyOfRecord(record)))
    .map((record) => record.exchangeWithdrawalId);
}

/**
 * Records since the request that could be this withdrawal and that nobody claims: somebody may have sent it
 * already.
 */
async function unclaimedSince(attempt: SubmitAttempt, read: HistoryRead): Promise<readonly string[]> {
  const { dependencies, runtime, input } = attempt;
  // `requestedAt` is by our clocks, the records are by the exchange's, which may be behind.
  const behindMs = Math.max(0, dependencies.nowMs() - read.exchangeTimeMs);
  const ids = new Set<string>();
  for (const record of read.records) {
    const result = matchWithdrawal({
      intent: input.intent,
      feeMode: runtime.exchange.capabilities.feeMode,
      baseline: null,
      notBeforeMs: Date.parse(input.requestedAt) - behindMs,
      records: [record],
      isClaimed: () => false,
      laneKeyOfRecord: (shown) => runtime.exchange.laneKeyOfRecord(shown),
    });
    if (result.kind === 'one') ids.add(record.exchangeWithdrawalId);
  }
  const foreign = await claimedByOthers(dependencies, runtime, input.intent.withdrawalId, [...ids]);
  return [...ids].filter((id) => !foreign.has(id));
}
