import type { Baseline } from '../../domain/baseline.ts';
import type { SubmitAnswer } from '../../domain/submitAnswer.ts';
import type { SubmitResult } from '../contract.ts';
import { jitter, retryFailure } from '../toFailure.ts';
import { lookBeforeSend } from './lookBeforeSend.ts';
import { reportOutcome } from './reportOutcome.ts';
import { resultOfClaim } from './resultOfClaim.ts';
import { sendAndClassify } from './sendAndClassify.ts';
import { crashPoint, type SubmitAttempt, submitTimeoutMs, tooLate, unknownNow } from './submitAttempt.ts';
import { waitForObstacle } from './submitObstacle.ts';
import { type HeldGrant, openGrant, takeGrant } from './takeGrant.ts';
import { takeSubmitTurn } from './takeSubmitTurn.ts';

/**
 * Sends at most once over all executions, where a repeat could pay twice: look, wait for the turn, take the single-use
 * grant, send, report. Throws retryably only while this execution has surely sent nothing.
 */
export async function submitOnce(attempt: SubmitAttempt): Promise<SubmitResult> {
  const known = await askFirst(attempt);
  if (known !== null) return known;
  await crashPoint(attempt, 'submit.beforeBaseline');
  const look = await lookBeforeSend(attempt);
  if (look.kind !== 'clear') return look;
  await crashPoint(attempt, 'submit.afterBaseline');
  await takeSubmitTurn(attempt);
  await crashPoint(attempt, 'submit.beforeGrant');
  const grant = openGrant(attempt);
  const answer = await takeGrant(attempt, grant, look.baseline);
  switch (answer.kind) {
    case 'granted':
      attempt.runtime.laneQueue.noteTaken(attempt.input.intent.laneKey ?? '', attempt.input.intent.withdrawalId);
      return sendUnderGrant(attempt, grant, look.baseline);
    case 'alreadyGranted':
      return resultOfClaim(answer.claim, submitTimeoutMs(attempt));
    case 'revoked':
      return { kind: 'revoked', because: 'cancel' };
    case 'notNow':
      return waitForObstacle(attempt, answer.refusal);
    case 'accountMissing':
      return waitForObstacle(attempt, 'AccountMissing');
    case 'noAnswer':
      // It may have been granted; nothing was sent with it.
      return handBack(attempt, grant, {
        type: 'AccountUnavailable',
        message: `${attempt.input.intent.account} did not answer whether it may be sent; nothing was sent`,
      });
  }
}

/**
 * From the second attempt on asks the account whether it may be sent at all, so that waiting for a lane or a
 * pause costs the exchange nothing. What an earlier execution may have sent under our id is left to the
 * look-up, which can find it.
 */
async function askFirst(attempt: SubmitAttempt): Promise<SubmitResult | null> {
  if (attempt.info.attempt === 1) return null;
  const { account, withdrawalId, submission, laneKey } = attempt.input.intent;
  const { claim, refusal } = await attempt.dependencies.client.preflight(account, {
    withdrawalId,
    submission,
    laneKey,
  });
  if (claim !== null) {
    const canBeLookedUp = 'findByClientId' in attempt.runtime.exchange && claim.outcome !== 'revoked';
    return canBeLookedUp ? null : resultOfClaim(claim, submitTimeoutMs(attempt));
  }
  return refusal === null ? null : waitForObstacle(attempt, refusal.type);
}

/** Closes the door: after `revoked` no execution ever gets the grant. Otherwise what the claim says. */
export async function revokeSubmission(attempt: SubmitAttempt, because: 'deadline' | 'tooOld'): Promise<SubmitResult> {
  const { account, withdrawalId, submission } = attempt.input.intent;
  const answer = await attempt.dependencies.client.revokeGrant(account, { withdrawalId, submission });
  return answer.kind === 'alreadyGranted'
    ? resultOfClaim(answer.claim, submitTimeoutMs(attempt))
    : { kind: 'revoked', because };
}

async function sendUnderGrant(
  attempt: SubmitAttempt,
  grant: HeldGrant,
  baseline: Baseline | null,
): Promise<SubmitResult> {
  await crashPoint(attempt, 'submit.afterGrant');
  // Nothing is awaited between these checks and the send.
  const late = tooLate(attempt);
  if (late !== null) {
    await reportOutcome(attempt, grant.token, 'notSent', null);
    return revokeSubmission(attempt, late);
  }
  if (grant.isStale())
    return handBack(attempt, grant, {
      type: 'GrantStale',
      message: 'this process was held up after its grant; nothing was sent and the grant was handed back',
    });
  const answer = await sendAndClassify(attempt);
  await crashPoint(attempt, 'submit.afterSend');
  return concluded(attempt, grant, baseline, answer);
}

async function concluded(
  attempt: SubmitAttempt,
  grant: HeldGrant,
  baseline: Baseline | null,
  answer: SubmitAnswer,
): Promise<SubmitResult> {
  const { dependencies, runtime } = attempt;
  switch (answer.kind) {
    case 'accepted': {
      const id = answer.exchangeWithdrawalId ?? answer.record?.exchangeWithdrawalId ?? null;
      if (id !== null)
        return {
          kind: 'accepted',
          exchangeWithdrawalId: id,
          record: answer.record,
          reported: await report(attempt, grant, 'accepted', id),
        };
      // Taken, but nobody can say which record it is: the lane stays held until it is found.
      return lost(attempt, grant, { reason: null, message: 'accepted without an id; it is looked up', baseline });
    }
    case 'rejected':
      return {
        kind: 'rejected',
        reason: answer.reason,
        message: answer.message,
        reported: await report(attempt, grant, 'rejected', null),
      };
    case 'unknown':
      return lost(attempt, grant, { reason: answer.reason, message: answer.message, baseline });
    case 'notSent':
      if (answer.reason === 'rateLimited' && answer.retryAfterMs !== null)
        runtime.gate.holdBack(runtime.submitScope, answer.retryAfterMs);
      dependencies.log.info(
        { withdrawalId: attempt.input.intent.withdrawalId, reason: answer.reason },
        'submit surely not sent',
      );
      return handBack(attempt, grant, {
        type: 'NotSent',
        message: `surely not sent (${answer.reason}): ${answer.message}`,
        nextRetryDelayMs: answer.retryAfterMs ?? undefined,
      });
  }
}

async function lost(
  attempt: SubmitAttempt,
  grant: HeldGrant,
  rest: Parameters<typeof unknownNow>[1],
): Promise<SubmitResult> {
  const unknown = unknownNow(attempt, rest);
  await report(attempt, grant, 'unknown', null);
  return unknown;
}

async function report(
  attempt: SubmitAttempt,
  grant: HeldGrant,
  outcome: 'accepted' | 'rejected' | 'unknown' | 'notSent',
  exchangeWithdrawalId: string | null,
): Promise<boolean> {
  const reported = await reportOutcome(attempt, grant.token, outcome, exchangeWithdrawalId);
  await crashPoint(attempt, 'submit.afterReport');
  return reported;
}

/**
 * Nothing was sent: frees the grant and has it tried again. If the account can't be told, its claim stays open, and the
 * next execution is answered `alreadyGranted` and reports unknown: a look-up or a person instead of a second send.
 */
async function handBack(
  attempt: SubmitAttempt,
  grant: HeldGrant,
  failure: { type: string; message: string; nextRetryDelayMs?: number | undefined },
): Promise<never> {
  await report(attempt, grant, 'notSent', null);
  throw retryFailure({ ...failure, nextRetryDelayMs: failure.nextRetryDelayMs ?? jitter(2_000) });
}
