import type { Baseline } from '../../domain/baseline.ts';
import type { SubmitResult } from '../contract.ts';
import { concludeSend, handBack } from './concludeSend.ts';
import { lookBeforeSend } from './lookBeforeSend.ts';
import { reportOutcome } from './reportOutcome.ts';
import { resultOfClaim } from './resultOfClaim.ts';
import { revokeSubmission } from './revokeSubmission.ts';
import { sendAndClassify } from './sendAndClassify.ts';
import { crashPoint, type SubmitAttempt, submitTimeoutMs, tooLate } from './submitAttempt.ts';
import { waitForObstacle } from './submitObstacle.ts';
import { type HeldGrant, openGrant, takeGrant } from './takeGrant.ts';
import { takeSubmitTurn } from './takeSubmitTurn.ts';

/**
 * Sends at most once over all executions, where a repeat could pay twice: look, wait for the turn, take the single-use
 * grant, send, report. Throws retryably only while this execution has surely sent nothing.
 */
export async function submitOnce(attempt: SubmitAttempt): Promise<SubmitResult> {
  const known = await askAccountFirst(attempt);
  if (known !== null) return known;
  await crashPoint(attempt, 'submit.beforeBaseline');
  const look = await lookBeforeSend(attempt);
  if (look.kind !== 'clear') return look;
  await crashPoint(attempt, 'submit.afterBaseline');
  await takeSubmitTurn(attempt);
  await crashPoint(attempt, 'submit.beforeGrant');
  return sendIfGranted(attempt, look.baseline);
}

/**
 * From the second attempt on asks the account whether it may be sent at all, so that waiting for a lane or a pause
 * costs the exchange nothing. Null: go on. What an earlier execution may have sent under our id is left to the
 * look-up, which can find it.
 */
async function askAccountFirst(attempt: SubmitAttempt): Promise<SubmitResult | null> {
  if (attempt.info.attempt === 1) return null;
  const { account, withdrawalId, submission, laneKey } = attempt.input.intent;
  const { client } = attempt.dependencies;
  const { claim, refusal } = await client.preflight(account, { withdrawalId, submission, laneKey });
  if (claim !== null) {
    const isLookedUp = 'findByClientId' in attempt.runtime.exchange && claim.outcome !== 'revoked';
    return isLookedUp ? null : resultOfClaim(claim, submitTimeoutMs(attempt));
  }
  return refusal === null ? null : waitForObstacle(attempt, refusal.type);
}

async function sendIfGranted(attempt: SubmitAttempt, baseline: Baseline | null): Promise<SubmitResult> {
  const { account, laneKey, withdrawalId } = attempt.input.intent;
  const grant = openGrant(attempt);
  const answer = await takeGrant(attempt, grant, baseline);
  switch (answer.kind) {
    case 'granted':
      attempt.runtime.laneQueue.noteTaken(laneKey ?? '', withdrawalId);
      return sendUnderGrant(attempt, grant, baseline);
    case 'alreadyGranted':
      return resultOfClaim(answer.claim, submitTimeoutMs(attempt));
    case 'revoked':
      return { kind: 'revoked', because: 'cancel' };
    case 'notNow':
      return waitForObstacle(attempt, answer.refusal);
    case 'accountMissing':
      return waitForObstacle(attempt, 'accountMissing');
    case 'noAnswer':
      // It may have been granted; nothing was sent with it.
      return handBack(attempt, grant, {
        type: 'accountUnavailable',
        message: `${account} did not answer whether it may be sent; nothing was sent`,
      });
  }
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
    return revokeSubmission(attempt, { kind: 'revoked', because: late });
  }
  if (grant.isStale())
    return handBack(attempt, grant, {
      type: 'GrantStale',
      message: 'this process was held up after its grant; nothing was sent and the grant was handed back',
    });
  const answer = await sendAndClassify(attempt);
  await crashPoint(attempt, 'submit.afterSend');
  return concludeSend(attempt, grant, baseline, answer);
}
