import { clockMarginMs } from '../domain/clockMargin.ts';
import type { SubmitIntent, WithdrawalRecord } from '../domain/withdrawal.ts';
import { ExchangeError } from '../exchanges/errors.ts';
import { AccountError } from './account/accountError.ts';
import { verifiedAccountOf } from './accountOf.ts';
import { activitySignal } from './activitySignal.ts';
import type { CheckResolutionAnswer, CheckResolutionInput, LostSubmission } from './contract.ts';
import type { AccountRuntime, ActivityDependencies } from './dependencies.ts';
import { beginDecisionReads, type DecisionReads, SlowReadError } from './reconcile/decisionReads.ts';
import { lookForLost } from './reconcile/lostMatch.ts';
import { recordProblem } from './reconcile/recordProblem.ts';

type Check = {
  readonly dependencies: ActivityDependencies;
  readonly runtime: AccountRuntime;
  readonly input: CheckResolutionInput;
  readonly submission: number;
  readonly intent: SubmitIntent;
  readonly reads: DecisionReads;
};

/**
 * Holds a person's decision against the exchange's records and the account's claims; adopts on `adopt`. Each refusal is
 * one sentence. A read that fails is tried again for a while, since its failure says nothing about the decision; then
 * the decision is refused, because a person waits for the answer. May be repeated.
 */
export async function checkResolution(
  dependencies: ActivityDependencies,
  input: CheckResolutionInput,
): Promise<CheckResolutionAnswer> {
  const last = input.submissions.at(-1);
  const submission = last?.number ?? 1;
  const { kind } = input.resolution;
  if (kind === 'abandon' || kind === 'confirmClaimed') return { kind: 'accepted', record: null, submission };
  if (kind === 'acknowledge') return refuse('acknowledge is for a late contradiction, not for a review');
  if (last === undefined) return refuse('nothing was ever submitted, so there is nothing to decide but to abandon it');
  const reads = beginDecisionReads(dependencies);
  try {
    const { runtime } = await reads.read(() =>
      verifiedAccountOf(dependencies, input.request.account, last.intent.accountIdentity),
    );
    await dependencies.crashPoint?.('resolve.beforeCheck');
    const answer = await checks[kind]({ dependencies, runtime, input, submission, intent: last.intent, reads });
    await dependencies.crashPoint?.('resolve.afterCheck');
    return answer;
  } catch (error) {
    const because = reasonToRefuse(error);
    // Where this worker stops, the next attempt goes on: that is no reason to refuse a decision.
    if (because === null || activitySignal().aborted) throw error;
    return refuse(because);
  } finally {
    reads.end();
  }
}

/** Why a failure refuses the decision for now; null: it says nothing about it. */
function reasonToRefuse(error: unknown): string | null {
  const unread = 'the exchange could not be read, so nothing can be decided now';
  if (error instanceof SlowReadError) return `${unread}: ${error.message}`;
  if (error instanceof ExchangeError) {
    const { message, retryAfterMs } = error;
    const wait = retryAfterMs === null ? '' : `; it asks to wait ${Math.ceil(retryAfterMs / 1_000)} s`;
    return `${unread}: ${message}${wait}`;
  }
  return error instanceof AccountError ? `nothing can be decided now: ${error.message}` : null;
}

const checks: Readonly<
  Record<'adopt' | 'confirmNotSent' | 'resubmit', (check: Check) => Promise<CheckResolutionAnswer>>
> = {
  adopt: checkAdopt,
  confirmNotSent: (check) => checkNothingThere(check, 'it cannot be confirmed as not sent'),
  resubmit: checkResubmit,
};

async function checkAdopt(check: Check): Promise<CheckResolutionAnswer> {
  const { dependencies, runtime, input, intent } = check;
  const { request } = input;
  const id = input.resolution.exchangeWithdrawalId;
  if (id === undefined || id === '') return refuse("adopt needs the exchange's id of the record");
  const hint = {
    asset: request.asset,
    clientWithdrawalId: intent.clientWithdrawalId,
    notBeforeMs: Date.parse(request.requestedAt) - clockMarginMs,
  };
  const found = await check.reads.read((context) => runtime.exchange.findById(id, hint, context));
  if (found.kind === 'notFound') return refuse(`the exchange shows no withdrawal ${id} on ${request.account}`);
  const { record } = found;
  const problem = recordProblem(runtime, request, intent, record);
  if (problem !== null) return refuse(problem);
  const submission = submissionOf(check, record);
  await dependencies.crashPoint?.('resolve.beforeAdopt');
  const answer = await dependencies.client.adopt(runtime.account, {
    withdrawalId: request.withdrawalId,
    submission,
    exchangeWithdrawalId: record.exchangeWithdrawalId,
    byPerson: true,
  });
  await dependencies.crashPoint?.('resolve.afterAdopt');
  if (answer.kind === 'claimedBy' && answer.withdrawalId !== request.withdrawalId)
    return refuse(`record ${id} belongs to the withdrawal ${answer.withdrawalId}`);
  return { kind: 'accepted', record, submission };
}

/** The newest submission that was sent after a baseline without this record. */
function submissionOf(check: Check, record: WithdrawalRecord): number {
  const newest = check.input.candidates.findLast(
    (candidate) => !candidate.baseline?.exchangeWithdrawalIds.includes(record.exchangeWithdrawalId),
  );
  return newest?.intent.submission ?? check.submission;
}

async function checkResubmit(check: Check): Promise<CheckResolutionAnswer> {
  const { dependencies, input } = check;
  const nowMs = dependencies.nowMs();
  if (input.request.deadlineAt !== null && Date.parse(input.request.deadlineAt) <= nowMs)
    return refuse('its deadline has passed, so it may not be sent again');
  const waitMs = lastPossibleSendMs(input.candidates) + input.capabilities.resubmitAfterMs - nowMs;
  if (waitMs > 0) {
    const distance = hours(input.capabilities.resubmitAfterMs);
    const at = new Date(nowMs + waitMs).toISOString();
    return refuse(`it may be submitted again only ${distance} after the last possible send, at ${at}`);
  }
  return checkNothingThere(check, 'it cannot be submitted again');
}

/** One fresh look that must be complete and show nothing that could be it. */
async function checkNothingThere(check: Check, so: string): Promise<CheckResolutionAnswer> {
  const { dependencies, runtime, input, submission, reads } = check;
  const candidates = candidatesOf(input);
  const unbounded = candidates.map((candidate) => ({ ...candidate, baseline: null }));
  const { requestedAt } = input.request;
  const look = await reads.read((context) =>
    lookForLost(dependencies, runtime, { candidates: unbounded, requestedAt, context }),
  );
  if (look.kind === 'incomplete') return refuse(`${look.why}, so ${so}`);
  const matches = look.matches.filter((match) => couldStillBe(match.record, candidates, requestedAt));
  if (matches.length === 0) return { kind: 'accepted', record: null, submission };
  const ids = matches.map((match) => match.record.exchangeWithdrawalId).join(', ');
  return refuse(`the exchange shows what may be this withdrawal (${ids}), so ${so}; adopt it if it is`);
}

/** How far a record's time may lie before the request that caused it: the exchange's clock may be behind ours. */
const exchangeBehindMs = 60_000;

/**
 * A baseline rules out what was there before the send, but not what came after the request: where that was the reason
 * to send nothing, the baseline holds the very record that a person must not overlook.
 */
function couldStillBe(record: WithdrawalRecord, candidates: readonly LostSubmission[], requestedAt: string): boolean {
  const isOld = candidates.every((candidate) =>
    candidate.baseline?.exchangeWithdrawalIds.includes(record.exchangeWithdrawalId),
  );
  return !isOld || record.createdAtMs === null || record.createdAtMs >= Date.parse(requestedAt) - exchangeBehindMs;
}

/** Where nothing is known to be lost, every submission is looked for, with no baseline to hide anything. */
function candidatesOf(input: CheckResolutionInput): readonly LostSubmission[] {
  if (input.candidates.length > 0) return input.candidates;
  return input.submissions.map(({ intent }) => ({ intent, baseline: null, lastPossibleSendMs: 0 }));
}

function lastPossibleSendMs(candidates: readonly LostSubmission[]): number {
  return Math.max(0, ...candidates.map((candidate) => candidate.lastPossibleSendMs));
}

function hours(ms: number): string {
  return ms >= 3_600_000 ? `${Math.round(ms / 3_600_000)} h` : `${Math.round(ms / 1_000)} s`;
}

function refuse(because: string): CheckResolutionAnswer {
  return { kind: 'refused', because };
}
