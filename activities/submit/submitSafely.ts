import { heartbeat } from '@temporalio/activity';

import type { SubmitResult } from '../contract.ts';
import { retryFailure } from '../toFailure.ts';
import { lookBeforeSend } from './lookBeforeSend.ts';
import { sendAndClassify } from './sendAndClassify.ts';
import { crashPoint, type SubmitAttempt, tooLate, unknownNow } from './submitAttempt.ts';
import { takeSubmitTurn } from './takeSubmitTurn.ts';

/**
 * Sends where a repeat with the same id is documented not to pay twice: looks before every send, repeats the same
 * fields until there is an answer. No grant is needed.
 */
export async function submitSafely(attempt: SubmitAttempt): Promise<SubmitResult> {
  const untouched = wasNeverSent(attempt);
  if (!untouched) noteMayBeSent();
  try {
    await crashPoint(attempt, 'submit.beforeBaseline');
    const look = await lookBeforeSend(attempt, untouched);
    if (look.kind !== 'clear') return look;
    await crashPoint(attempt, 'submit.afterBaseline');
    const late = tooLate(attempt);
    if (late !== null) {
      return untouched
        ? { kind: 'revoked', because: late }
        : unknownNow(attempt, {
            reason: null,
            message: 'its time passed after an attempt that may have sent it',
            baseline: null,
          });
    }
    await takeSubmitTurn(attempt);
    await crashPoint(attempt, 'submit.beforeSend');
  } catch (error) {
    if (untouched) noteNotSent(attempt);
    throw error;
  }
  return send(attempt, untouched);
}

async function send(attempt: SubmitAttempt, untouched: boolean): Promise<SubmitResult> {
  const { runtime } = attempt;
  const answer = await sendAndClassify(attempt);
  await crashPoint(attempt, 'submit.afterSend');
  switch (answer.kind) {
    case 'accepted': {
      const id = answer.exchangeWithdrawalId ?? answer.record?.exchangeWithdrawalId ?? null;
      if (id !== null) return { kind: 'accepted', exchangeWithdrawalId: id, record: answer.record, reported: true };
      throw retryFailure({ type: 'OutcomeUnknown', message: 'accepted without an id; it is looked up' });
    }
    case 'rejected':
      if (untouched) return { kind: 'rejected', reason: answer.reason, message: answer.message, reported: true };
      // A lost first attempt may have locked the very funds that this one is refused for.
      return unknownNow(attempt, {
        reason: answer.reason,
        message: `refused after an attempt that may have been sent: ${answer.message}`,
        baseline: null,
      });
    case 'unknown':
      throw retryFailure({
        type: 'OutcomeUnknown',
        message: `may have been sent (${answer.reason}); it is looked up, then repeated with the same id: ${answer.message}`,
      });
    case 'notSent':
      if (answer.reason === 'rateLimited' && answer.retryAfterMs !== null)
        runtime.gate.holdBack(runtime.submitScope, answer.retryAfterMs);
      if (untouched) noteNotSent(attempt);
      throw retryFailure({
        type: 'NotSent',
        message: `surely not sent (${answer.reason}): ${answer.message}`,
        nextRetryDelayMs: answer.retryAfterMs ?? undefined,
      });
  }
}

/**
 * What attempts leave to the next: through which of them it is sure that nothing was sent, or that this
 * cannot be told any more.
 */
type Note = { readonly notSentThrough: number } | 'mayBeSent';

/** True when every attempt before this one left the note that it sent nothing; a killed one leaves none. */
function wasNeverSent({ info, input }: SubmitAttempt): boolean {
  if (input.mode === 'recover' || input.mayBeRepeat === true) return false;
  // An operator's reset begins to count anew; what was sent before it is not in the count.
  if (info.attempt === 1) return info.currentAttemptScheduledTimestampMs === info.scheduledTimestampMs;
  const note = info.heartbeatDetails as Note | undefined;
  return typeof note === 'object' && note?.notSentThrough === info.attempt - 1;
}

function noteNotSent({ info }: SubmitAttempt): void {
  heartbeat({ notSentThrough: info.attempt } satisfies Note);
}

/** Replaces an older note, which a count begun anew could seem to continue. */
function noteMayBeSent(): void {
  heartbeat('mayBeSent' satisfies Note);
}
