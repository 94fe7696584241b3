import type { SubmitResult } from '../contract.ts';
import { retryFailure } from '../toFailure.ts';
import { lookBeforeSend } from './lookBeforeSend.ts';
import { sendAndClassify } from './sendAndClassify.ts';
import { noteMayBeSent, noteNotSent, nothingWasSentBefore } from './sentNotes.ts';
import { acceptedId, crashPoint, holdBackAsAsked, type SubmitAttempt, tooLate, unknownNow } from './submitAttempt.ts';
import { takeSubmitTurn } from './takeSubmitTurn.ts';

/**
 * Sends where a repeat with the same client id is documented not to pay twice: looks before every send, and repeats the
 * same fields until the exchange answers. Needs no grant. Throws retryable failures only.
 */
export async function submitSafely(attempt: SubmitAttempt): Promise<SubmitResult> {
  const isFirstSend = nothingWasSentBefore(attempt);
  if (!isFirstSend) noteMayBeSent();
  try {
    const settledBefore = await prepareToSend(attempt, isFirstSend);
    if (settledBefore !== null) return settledBefore;
  } catch (error) {
    if (isFirstSend) noteNotSent(attempt);
    throw error;
  }
  return send(attempt, isFirstSend);
}

/** Looks, checks the time, waits for the turn. Null: it may be sent now. Sends nothing. */
async function prepareToSend(attempt: SubmitAttempt, isFirstSend: boolean): Promise<SubmitResult | null> {
  await crashPoint(attempt, 'submit.beforeBaseline');
  const look = await lookBeforeSend(attempt, isFirstSend);
  if (look.kind !== 'clear') return look;
  await crashPoint(attempt, 'submit.afterBaseline');
  const late = tooLate(attempt);
  if (late !== null) {
    if (isFirstSend) return { kind: 'revoked', because: late };
    const message = 'its time passed after an attempt that may have sent it';
    return unknownNow(attempt, { reason: null, message, baseline: null });
  }
  await takeSubmitTurn(attempt);
  await crashPoint(attempt, 'submit.beforeSend');
  return null;
}

async function send(attempt: SubmitAttempt, isFirstSend: boolean): Promise<SubmitResult> {
  const answer = await sendAndClassify(attempt);
  await crashPoint(attempt, 'submit.afterSend');
  switch (answer.kind) {
    case 'accepted': {
      const exchangeWithdrawalId = acceptedId(answer);
      if (exchangeWithdrawalId !== null)
        return { kind: 'accepted', exchangeWithdrawalId, record: answer.record, reported: true };
      throw retryFailure({ type: 'OutcomeUnknown', message: 'accepted without an id; it is looked up' });
    }
    case 'rejected':
      if (isFirstSend) return { kind: 'rejected', reason: answer.reason, message: answer.message, reported: true };
      // A lost earlier send may have locked the very funds that this one is refused for.
      return unknownNow(attempt, {
        reason: answer.reason,
        message: `refused after an attempt that may have been sent: ${answer.message}`,
        baseline: null,
      });
    case 'unknown': {
      const next = 'it is looked up, then repeated with the same id';
      throw retryFailure({
        type: 'OutcomeUnknown',
        message: `may have been sent (${answer.reason}); ${next}: ${answer.message}`,
      });
    }
    case 'notSent':
      holdBackAsAsked(attempt, answer);
      if (isFirstSend) noteNotSent(attempt);
      throw retryFailure({
        type: 'NotSent',
        message: `surely not sent (${answer.reason}): ${answer.message}`,
        nextRetryDelayMs: answer.retryAfterMs ?? undefined,
      });
  }
}
