import { Context } from '@temporalio/activity';

import { AccountError } from './account/accountError.ts';
import { verifiedAccountOf } from './accountOf.ts';
import { activitySignal } from './activitySignal.ts';
import type { SubmitInput, SubmitResult } from './contract.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { keepsClaims } from './reconcile/lostMatch.ts';
import { lookBeforeSend } from './submit/lookBeforeSend.ts';
import { resultOfClaim } from './submit/resultOfClaim.ts';
import { crashPoint, type SubmitAttempt, submitTimeoutMs, tooLate, unknownNow } from './submit/submitAttempt.ts';
import { waitForObstacle } from './submit/submitObstacle.ts';
import { revokeSubmission, submitOnce } from './submit/submitOnce.ts';
import { submitSafely } from './submit/submitSafely.ts';

/**
 * Sends at most once per submission over all executions, or says why not. Throws only failures that may be retried,
 * and only while nothing was sent by this execution or where a repeat is documented not to pay twice.
 */
export async function submitWithdrawal(dependencies: ActivityDependencies, input: SubmitInput): Promise<SubmitResult> {
  const startedMs = dependencies.monotonicMs();
  const { runtime } = await verifiedAccountOf(dependencies, input.intent.account, input.intent.accountIdentity);
  const attempt: SubmitAttempt = {
    dependencies,
    runtime,
    input,
    info: Context.current().info,
    signal: activitySignal(),
    startedMs,
  };
  const result = await submit(attempt);
  await crashPoint(attempt, 'submit.beforeCompletion');
  return result;
}

/** Without its account workflow nothing is sent: whichever question finds it gone, the withdrawal waits. */
async function submit(attempt: SubmitAttempt): Promise<SubmitResult> {
  try {
    // Frozen at validation: what was fenced then stays fenced, whatever the options say now.
    const isFenced = attempt.input.repeatSubmit === 'never' || keepsClaims(attempt.runtime);
    return isFenced ? await behindGrant(attempt) : await repeatable(attempt);
  } catch (error) {
    if (error instanceof AccountError && error.reason === 'AccountMissing')
      return waitForObstacle(attempt, 'AccountMissing');
    throw error;
  }
}

async function behindGrant(attempt: SubmitAttempt): Promise<SubmitResult> {
  const late = tooLate(attempt);
  if (late !== null) return revokeSubmission(attempt, late);
  return attempt.input.mode === 'recover' ? recall(attempt) : submitOnce(attempt);
}

/**
 * What the account remembers of this submission; what it does not remember is closed for good, also to a
 * zombie of an older run. Sends nothing.
 */
async function recall(attempt: SubmitAttempt): Promise<SubmitResult> {
  const { account, withdrawalId, submission } = attempt.input.intent;
  const answer = await attempt.dependencies.client.revokeGrant(account, { withdrawalId, submission });
  return answer.kind === 'alreadyGranted'
    ? resultOfClaim(answer.claim, submitTimeoutMs(attempt))
    : { kind: 'neverGranted' };
}

async function repeatable(attempt: SubmitAttempt): Promise<SubmitResult> {
  if (attempt.input.mode === 'send') return submitSafely(attempt);
  const look = await lookBeforeSend(attempt);
  return look.kind === 'clear'
    ? unknownNow(attempt, {
        reason: null,
        message: 'the exchange does not show it yet; an earlier run may have sent it',
        baseline: null,
      })
    : look;
}
