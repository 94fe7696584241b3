import type { Info } from '@temporalio/activity';

import type { SubmitAnswer } from '../../domain/submitAnswer.ts';
import type { SubmitInput, SubmitResult } from '../contract.ts';
import type { CrashPoint } from '../crashPoints.ts';
import type { AccountRuntime, ActivityDependencies } from '../dependencies.ts';

/** One execution of the submit activity. */
export type SubmitAttempt = {
  readonly dependencies: ActivityDependencies;
  readonly runtime: AccountRuntime;
  readonly input: SubmitInput;
  readonly info: Pick<Info, 'attempt' | 'scheduledTimestampMs' | 'startToCloseTimeoutMs'>;
  /** For reads and waits; never for the send. */
  readonly signal: AbortSignal;
  /** By the monotonic clock. */
  readonly startedMs: number;
};

/** How long a grant is good for, counted from before it was asked: a process that was paused longer sends nothing. */
export const grantGoodForMs = 10_000;
/** Default of `AccountOptions.submitTimeoutMs`. */
const defaultSubmitTimeoutMs = 30_000;
/** Kept free after the longest possible send, to report it and to answer Temporal. */
const reportReserveMs = 3_000;

/**
 * Whether a second send is documented not to pay twice. What was to be sent once when it was validated stays so,
 * whatever the account's options say now.
 */
export function mayBeRepeated({ input, runtime }: SubmitAttempt): boolean {
  return input.repeatSubmit === 'safe' && runtime.exchange.capabilities.repeatSubmit === 'safe';
}

export function submitTimeoutMs(attempt: SubmitAttempt): number {
  return attempt.runtime.options.submitTimeoutMs ?? defaultSubmitTimeoutMs;
}

/** How long this attempt may still take, Temporal's own time-out considered. */
export function attemptLeftMs(attempt: SubmitAttempt): number {
  return attempt.info.startToCloseTimeoutMs - (attempt.dependencies.monotonicMs() - attempt.startedMs);
}

/** How long until a send must have begun so that it can end within this attempt. */
export function sendLeftMs(attempt: SubmitAttempt): number {
  return attemptLeftMs(attempt) - submitTimeoutMs(attempt) - reportReserveMs;
}

/** Why nothing may be sent any more by time alone, or null. */
export function tooLate(attempt: SubmitAttempt): 'deadline' | 'tooOld' | null {
  const nowMs = attempt.dependencies.nowMs();
  const { deadlineAt, requestedAt, policy } = attempt.input;
  if (Date.parse(requestedAt) < nowMs - policy.maxRequestAgeMs) return 'tooOld';
  return deadlineAt !== null && Date.parse(deadlineAt) <= nowMs ? 'deadline' : null;
}

export async function crashPoint(attempt: SubmitAttempt, name: CrashPoint): Promise<void> {
  await attempt.dependencies.crashPoint?.(name);
}

/** The id under which the exchange took it, from its answer or the record in it; null where it told none. */
export function acceptedId({
  exchangeWithdrawalId,
  record,
}: Extract<SubmitAnswer, { kind: 'accepted' }>): string | null {
  return exchangeWithdrawalId ?? record?.exchangeWithdrawalId ?? null;
}

/** After a refusal for the rate limit, holds every submit of this account back for as long as the exchange asked. */
export function holdBackAsAsked({ runtime }: SubmitAttempt, answer: Extract<SubmitAnswer, { kind: 'notSent' }>): void {
  if (answer.reason === 'rateLimited' && answer.retryAfterMs !== null)
    runtime.gate.holdBack(runtime.submitScope, answer.retryAfterMs);
}

/** The outcome is unknown; by our clock no send can begin after this moment. */
export function unknownNow(
  attempt: SubmitAttempt,
  rest: Pick<Extract<SubmitResult, { kind: 'unknown' }>, 'reason' | 'message' | 'baseline'>,
): SubmitResult {
  return { kind: 'unknown', ...rest, lastPossibleSendMs: attempt.dependencies.nowMs() };
}
