import type { Claim } from '../../domain/accountState.ts';
import type { Baseline } from '../../domain/baseline.ts';
import type { SubmitResult } from '../contract.ts';
import { concludeSend, handBack } from './concludeSend.ts';
import { reportOutcome } from './reportOutcome.ts';
import { revokeSubmission } from './revokeSubmission.ts';
import { sendAndClassify } from './sendAndClassify.ts';
import { crashPoint, type SubmitAttempt, tooLate } from './submitAttempt.ts';
import { waitForObstacle } from './submitObstacle.ts';
import { type HeldGrant, openGrant, takeGrant } from './takeGrant.ts';

/**
 * Asks the account for this submission's first send, sends if it is granted, and reports what came of it. `known` says
 * what to do where an earlier execution was granted it. Throws retryably only while this execution has sent nothing.
 */
export async function sendIfGranted(
  attempt: SubmitAttempt,
  baseline: Baseline | null,
  known: (claim: Claim) => Promise<SubmitResult>,
): Promise<SubmitResult> {
  const { account, laneKey, withdrawalId } = attempt.input.intent;
  const grant = openGrant(attempt);
  const answer = await takeGrant(attempt, grant, baseline);
  switch (answer.kind) {
    case 'granted':
      attempt.runtime.laneQueue.noteTaken(laneKey ?? '', withdrawalId);
      return sendUnderGrant(attempt, grant, baseline);
    case 'alreadyGranted':
      return known(answer.claim);
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
