import { ApplicationFailure, ApplicationFailureCategory, CancelledFailure } from '@temporalio/common';

import { failureDecisions } from '../domain/failure.ts';
import { ExchangeError } from '../exchanges/errors.ts';
import { AccountError } from './account/accountError.ts';

/*
 * The only file that builds a Temporal failure. All of them may be retried: whether a send may be repeated is decided
 * by the account's grant, never by giving up on an activity.
 */

export type FailureInput = {
  /** A FailureReason, a cause of waiting as the account names it, or a word of ours in PascalCase. */
  readonly type: string;
  /** Shown to people in Temporal's pending activities: safe, and in whole words. */
  readonly message: string;
  readonly nextRetryDelayMs?: number | undefined;
};

/** Something is wrong, and trying again is right. */
export function retryFailure(input: FailureInput): ApplicationFailure {
  return build(input, undefined);
}

/** Nothing is wrong: it waits, as expected, and goes on with the next attempt. Not counted as a failure. */
export function waitFailure(input: FailureInput): ApplicationFailure {
  return build(input, ApplicationFailureCategory.BENIGN);
}

/** Turns whatever an activity threw into what Temporal may keep: our words only, never another library's text. */
export function toFailure(error: unknown): Error {
  if (error instanceof ApplicationFailure || error instanceof CancelledFailure) return error;
  if (error instanceof ExchangeError)
    return retryFailure({ type: error.reason, message: error.message, nextRetryDelayMs: delayAfter(error) });
  if (error instanceof AccountError)
    return retryFailure({
      type: error.reason,
      message: error.message,
      nextRetryDelayMs: jitter(error.reason === 'accountMissing' ? 10_000 : 2_000),
    });
  if (isAbort(error)) return handOver('stopping: the next attempt goes on elsewhere');
  // Its message may hold anything, a URL with a signature included.
  return retryFailure({
    type: 'Unexpected',
    message: `unexpected ${error instanceof Error ? error.name : typeof error}; see the worker's log`,
  });
}

/**
 * This process stops; another attempt goes on from the same input. Spread, so that all waiters don't arrive
 * at once.
 */
export function handOver(message: string): ApplicationFailure {
  return waitFailure({ type: 'HandOver', message, nextRetryDelayMs: Math.round(Math.random() * 3_000) });
}

/** ± 20 %, so that many waiters don't move in step. */
export function jitter(ms: number): number {
  return Math.round(ms * (0.8 + Math.random() * 0.4));
}

/** By name: an abort from another realm, such as a test's sandbox, is no `Error` of this one. */
export function isAbort(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'name' in error && error.name === 'AbortError';
}

/** Server 1.29 takes a delay of zero as *no more retries* (RETRY_STATE_TIMEOUT), which would end the wait. */
const shortestDelayMs = 1;

function build(input: FailureInput, category: ApplicationFailureCategory | undefined): ApplicationFailure {
  return ApplicationFailure.create({
    type: input.type,
    message: input.message,
    nonRetryable: false,
    ...(input.nextRetryDelayMs === undefined
      ? {}
      : { nextRetryDelay: Math.max(shortestDelayMs, Math.round(input.nextRetryDelayMs)) }),
    ...(category === undefined ? {} : { category }),
  });
}

/**
 * What only a person can change is tried again slowly; the exchange's own delay is kept; the rest is the
 * retry policy's.
 */
function delayAfter(error: ExchangeError): number | undefined {
  if (error.retryAfterMs !== null) return error.retryAfterMs + Math.random() * 500;
  return failureDecisions[error.reason].onRead === 'person' ? jitter(30_000) : undefined;
}
