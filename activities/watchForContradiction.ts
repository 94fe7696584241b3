import { Context } from '@temporalio/activity';

import { clockMarginMs } from '../domain/clockMargin.ts';
import { isFinal } from '../domain/status.ts';
import type { WithdrawalRecord } from '../domain/withdrawal.ts';
import { verifiedAccountOf } from './accountOf.ts';
import { activitySignal } from './activitySignal.ts';
import type { ContradictionInput, ContradictionResult } from './contract.ts';
import type { AccountRuntime, ActivityDependencies } from './dependencies.ts';
import { claimedByOthers, lookForLost, type Match } from './reconcile/lostMatch.ts';
import { waitFailure } from './toFailure.ts';

/**
 * Looks on after settlement; returns at the first contradiction, or quiet at the end. One look per attempt: between two
 * it waits as a retry, which holds no slot and adds nothing to history.
 */
export async function watchForContradiction(
  dependencies: ActivityDependencies,
  input: ContradictionInput,
): Promise<ContradictionResult> {
  if (dependencies.nowMs() >= Date.parse(input.until)) return { kind: 'quiet' };
  const { state } = input;
  const identity = input.candidates[0]?.intent.accountIdentity ?? state.accountIdentity;
  const { runtime } = await verifiedAccountOf(dependencies, state.request.account, identity);
  await dependencies.crashPoint?.('lateWatch.beforeRead');
  const contradiction =
    (await otherEnd(dependencies, runtime, input)) ?? (await furtherMatch(dependencies, runtime, input));
  await dependencies.crashPoint?.('lateWatch.afterRead');
  if (contradiction !== null) return contradiction;
  const leftMs = Math.max(0, Date.parse(input.until) - dependencies.nowMs());
  throw waitFailure({
    type: 'Watching',
    message: `nothing contradicts the result so far; watching until ${input.until}`,
    nextRetryDelayMs: Math.min(input.policy.lateWatchIntervalMs, leftMs),
  });
}

/** The settled record shows another end than the one that was settled; read twice, since rows flap. */
async function otherEnd(
  dependencies: ActivityDependencies,
  runtime: AccountRuntime,
  input: ContradictionInput,
): Promise<ContradictionResult | null> {
  const first = await readSettled(runtime, input);
  if (first === null || !contradicts(first, input)) return null;
  // Well below the attempt's time-out.
  const longestMs = Context.current().info.startToCloseTimeoutMs / 3;
  await dependencies.sleep(Math.min(input.policy.confirmMoneyBackMs, longestMs), activitySignal());
  const second = await readSettled(runtime, input);
  if (second === null || !contradicts(second, input)) return null;
  const settled = input.state.status ?? 'no status';
  return {
    kind: 'contradiction',
    text: `settled with ${settled}, but the exchange's record now shows ${second.status} (${second.exchangeStatus})`,
    exchangeWithdrawalId: second.exchangeWithdrawalId,
  };
}

function contradicts(record: WithdrawalRecord, { state }: ContradictionInput): boolean {
  return isFinal(record.status) && record.status !== state.status;
}

async function readSettled(
  runtime: AccountRuntime,
  { state, candidates }: ContradictionInput,
): Promise<WithdrawalRecord | null> {
  if (state.exchangeWithdrawalId === null) return null;
  const hint = {
    asset: state.request.asset,
    clientWithdrawalId:
      candidates.at(-1)?.intent.clientWithdrawalId ?? state.submissions.at(-1)?.intent.clientWithdrawalId ?? null,
    notBeforeMs: Date.parse(state.request.requestedAt) - clockMarginMs,
  };
  const found = await runtime.exchange.findById(state.exchangeWithdrawalId, hint, {
    priority: 'lookup',
    signal: activitySignal(),
  });
  return found.kind === 'found' ? found.record : null;
}

/** A record that nobody claims and that could be a submission whose outcome was never known. */
async function furtherMatch(
  dependencies: ActivityDependencies,
  runtime: AccountRuntime,
  { state, candidates }: ContradictionInput,
): Promise<ContradictionResult | null> {
  if (candidates.length === 0) return null;
  const look = await lookForLost(dependencies, runtime, {
    candidates,
    requestedAt: state.request.requestedAt,
    context: { priority: 'lookup', signal: activitySignal() },
  });
  if (look.kind === 'incomplete') return null;
  const further = look.matches.find((match) => match.record.exchangeWithdrawalId !== state.exchangeWithdrawalId);
  if (further === undefined) return null;
  const id = further.record.exchangeWithdrawalId;
  if (await mayBeOthers(dependencies, runtime, further)) return null;
  return {
    kind: 'contradiction',
    text:
      `the exchange shows a further withdrawal ${id} (${further.record.status}) ` +
      `that may be submission ${further.submission} of this one`,
    exchangeWithdrawalId: id,
  };
}

/** A withdrawal of ours that is on the same lane just now may have this record before its claim names it. */
async function mayBeOthers(
  dependencies: ActivityDependencies,
  runtime: AccountRuntime,
  { submission, record, intent }: Match,
): Promise<boolean> {
  const { withdrawalId, laneKey } = intent;
  const { laneHolder } = await dependencies.client.preflight(runtime.account, { withdrawalId, submission, laneKey });
  if (laneHolder !== null && laneHolder !== withdrawalId) return true;
  // Asked again: the holder may have reported, and freed the lane, since the look.
  return (await claimedByOthers(dependencies, runtime, withdrawalId, [record.exchangeWithdrawalId])).size > 0;
}
