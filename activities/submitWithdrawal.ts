import { Context } from '@temporalio/activity';

import { AccountError } from './account/accountError.ts';
import { verifiedAccountOf } from './accountOf.ts';
import { activitySignal } from './activitySignal.ts';
import type { SubmitInput, SubmitResult } from './contract.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { keepsClaims } from './reconcile/lostMatch.ts';
import { lookBeforeSend } from './submit/lookBeforeSend.ts';
import { revokeSubmission } from './submit/revokeSubmission.ts';
import { crashPoint, type SubmitAttempt, tooLate, unknownNow } from './submit/submitAttempt.ts';
import { waitForObstacle } from './submit/submitObstacle.ts';
import { submitOnce } from './submit/submitOnce.ts';
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
    if (error instanceof AccountError && error.reason === 'accountMissing')
      return waitForObstacle(attempt, 'accountMissing');
    throw error;
  }
}

async function behindGrant(attempt: SubmitAttempt): Promise<SubmitResult> {
  const late = tooLate(attempt);
  if (late !== null) return revokeSubmission(attempt, { kind: 'revoked', because: late });
  // What the account does not remember is refused for good, so that no older execution can send it either.
  if (attempt.input.mode === 'recover') return revokeSubmission(attempt, { kind: 'neverGranted' });
  return submitOnce(attempt);
}

async function repeatable(attempt: SubmitAttempt): Promise<SubmitResult> {
  if (attempt.input.mode === 'send') return submitSafely(attempt);
  const look = await lookBeforeSend(attempt);
  if (look.kind !== 'clear') return look;
  const message = 'the exchange does not show it yet; an earlier run may have sent it';
  return unknownNow(attempt, { reason: null, message, baseline: null });
}
