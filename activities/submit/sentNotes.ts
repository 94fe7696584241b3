import { heartbeat } from '@temporalio/activity';

import type { SubmitAttempt } from './submitAttempt.ts';

/**
 * What attempts tell the next one in their heartbeat details: through which attempt it is sure that nothing was sent,
 * or that this can no longer be told. A killed attempt tells nothing.
 */
type Note = { readonly notSentThrough: number } | 'mayBeSent';

/** True when it is sure that no attempt before this one sent anything. */
export function nothingWasSentBefore({ info, input }: SubmitAttempt): boolean {
  if (input.mode === 'recover' || input.mayBeRepeat === true) return false;
  // An operator's reset of the activity counts attempts anew; what was sent before it is not in the count.
  if (info.attempt === 1) return info.currentAttemptScheduledTimestampMs === info.scheduledTimestampMs;
  const note = info.heartbeatDetails as Note | undefined;
  return typeof note === 'object' && note?.notSentThrough === info.attempt - 1;
}

/** Tells the next attempt that neither this one nor any before it sent anything. */
export function noteNotSent({ info }: SubmitAttempt): void {
  heartbeat({ notSentThrough: info.attempt } satisfies Note);
}

/** Replaces an older note: after a reset the count of attempts could seem to continue it. */
export function noteMayBeSent(): void {
  heartbeat('mayBeSent' satisfies Note);
}
