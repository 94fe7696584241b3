import type { SubmitResult } from '../contract.ts';
import { retryFailure, waitFailure } from '../toFailure.ts';
import { lookBeforeSend } from './lookBeforeSend.ts';
import { repeatSend } from './repeatSend.ts';
import { sendIfGranted } from './sendIfGranted.ts';
import { crashPoint, type SubmitAttempt, unknownNow } from './submitAttempt.ts';
import { waitForObstacle } from './submitObstacle.ts';
import { takeSubmitTurn } from './takeSubmitTurn.ts';

/**
 * Sends where a repeat with the same client id is documented not to pay twice: looks before every send, and repeats
 * the same fields until the exchange answers. Every send asks the account first; its answer alone says whether any
 * send came before. Throws retryable failures only.
 */
export async function submitSafely(attempt: SubmitAttempt): Promise<SubmitResult> {
  const { account, withdrawalId, submission, laneKey } = attempt.input.intent;
  if (attempt.info.attempt > 1 || attempt.input.mayBeRepeat === true) {
    const { client } = attempt.dependencies;
    const { claim, refusal } = await client.preflight(account, { withdrawalId, submission, laneKey });
    if (claim !== null) return repeatSend(attempt, claim);
    // A full memory refuses grants only: for a permit the account makes room.
    if (refusal !== null && refusal.type !== 'claimsFull') return waitForObstacle(attempt, refusal.type);
  }
  return sendFirst(attempt);
}

/** The account knows of no send, or is about to say so: if it was wrong to expect that, nothing is sent here. */
async function sendFirst(attempt: SubmitAttempt): Promise<SubmitResult> {
  await crashPoint(attempt, 'submit.beforeBaseline');
  // After a reset an older run may have sent it so long ago that the account has forgotten it.
  const mayBeForgotten = attempt.input.mayBeRepeat === true;
  const look = await lookBeforeSend(attempt, !mayBeForgotten);
  if (look.kind !== 'clear') return look;
  await crashPoint(attempt, 'submit.afterBaseline');
  await takeSubmitTurn(attempt);
  await crashPoint(attempt, 'submit.beforeGrant');
  const result = await sendIfGranted(attempt, null, async () => {
    // The look above went back only as far as a first send needs.
    throw waitFailure({
      type: 'SentBefore',
      message: 'an earlier execution may have sent it; it is looked up before it is sent again',
      nextRetryDelayMs: 0,
    });
  });
  if (result.kind === 'rejected' && mayBeForgotten)
    return unknownNow(attempt, {
      reason: result.reason,
      message: `refused after an attempt that may have been sent: ${result.message}`,
      baseline: null,
    });
  if (result.kind !== 'unknown') return result;
  const next = 'it is looked up, then repeated with the same id';
  throw retryFailure({
    type: 'OutcomeUnknown',
    message: `may have been sent (${result.reason}); ${next}: ${result.message}`,
  });
}
