import type { Claim } from '../../domain/accountState.ts';
import type { SubmitAnswer } from '../../domain/submitAnswer.ts';
import type { SubmitResult } from '../contract.ts';
import { retryFailure, waitFailure } from '../toFailure.ts';
import { lookBeforeSend } from './lookBeforeSend.ts';
import { reportOutcome } from './reportOutcome.ts';
import { resultOfClaim } from './resultOfClaim.ts';
import { sendAndClassify } from './sendAndClassify.ts';
import {
  acceptedId,
  crashPoint,
  holdBackAsAsked,
  type SubmitAttempt,
  submitTimeoutMs,
  unknownNow,
} from './submitAttempt.ts';
import { waitForObstacle } from './submitObstacle.ts';
import { takeSubmitTurn } from './takeSubmitTurn.ts';

/**
 * Sends once more what may have been sent before, where that is documented not to pay twice: after a look that shows
 * nothing, and only while the account allows it. Throws retryable failures only.
 */
export async function repeatSend(attempt: SubmitAttempt, claim: Claim): Promise<SubmitResult> {
  if (saysAll(claim)) return resultOfClaim(claim, submitTimeoutMs(attempt));
  await crashPoint(attempt, 'submit.beforeBaseline');
  const look = await lookBeforeSend(attempt);
  if (look.kind !== 'clear') return look;
  await crashPoint(attempt, 'submit.afterBaseline');
  // Asked twice: so that waiting uses no turn up, and so that what was decided during the wait holds.
  const refused = (await refusedRepeat(attempt)) ?? (await announceRepeat(attempt, claim));
  if (refused !== null) return refused;
  await crashPoint(attempt, 'submit.beforeSend');
  const answer = await sendAndClassify(attempt);
  await crashPoint(attempt, 'submit.afterSend');
  return conclude(attempt, answer);
}

/** Whether the account knows how it ended, so that nothing is left to look for. */
function saysAll({ outcome, exchangeWithdrawalId }: Claim): boolean {
  return outcome === 'revoked' || outcome === 'rejected' || (outcome === 'accepted' && exchangeWithdrawalId !== null);
}

/**
 * Takes the turn, and has the account note first that from now on nobody can say that nothing was sent. The execution
 * that was granted the first send may still come to, and hand its grant back because it has sent nothing itself.
 */
async function announceRepeat(attempt: SubmitAttempt, claim: Claim): Promise<SubmitResult | null> {
  await takeSubmitTurn(attempt);
  if (claim.outcome === 'open' && !(await reportOutcome(attempt, null, 'unknown', null)))
    throw retryFailure({
      type: 'accountUnavailable',
      message: `${attempt.input.intent.account} could not be told that it is sent again; nothing was sent`,
    });
  return refusedRepeat(attempt);
}

/** Why it may not be sent again now, as a result; null: it may. */
async function refusedRepeat(attempt: SubmitAttempt): Promise<SubmitResult | null> {
  const { account, withdrawalId, submission, laneKey } = attempt.input.intent;
  const { client } = attempt.dependencies;
  const { claim, repeatRefusal } = await client.preflight(account, { withdrawalId, submission, laneKey });
  if (claim === null)
    throw waitFailure({
      type: 'HandedBack',
      message: 'the grant was handed back meanwhile, nothing was sent with it; asking anew',
      nextRetryDelayMs: 0,
    });
  if (saysAll(claim)) return resultOfClaim(claim, submitTimeoutMs(attempt));
  if (repeatRefusal === null) return null;
  switch (repeatRefusal.type) {
    case 'accountPaused':
      return waitForObstacle(attempt, 'accountPaused');
    case 'stopped':
      return unknownNow(attempt, { reason: null, message: repeatRefusal.message, baseline: null });
  }
}

async function conclude(attempt: SubmitAttempt, answer: SubmitAnswer): Promise<SubmitResult> {
  switch (answer.kind) {
    case 'accepted': {
      const exchangeWithdrawalId = acceptedId(answer);
      if (exchangeWithdrawalId === null)
        throw retryFailure({ type: 'OutcomeUnknown', message: 'accepted without an id; it is looked up' });
      const reported = await reportOutcome(attempt, null, 'accepted', exchangeWithdrawalId);
      await crashPoint(attempt, 'submit.afterReport');
      return { kind: 'accepted', exchangeWithdrawalId, record: answer.record, reported };
    }
    case 'rejected':
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
      throw retryFailure({
        type: 'NotSent',
        message: `surely not sent (${answer.reason}): ${answer.message}`,
        nextRetryDelayMs: answer.retryAfterMs ?? undefined,
      });
  }
}
