import { Context } from '@temporalio/activity';

import { AccountError } from './account/accountError.ts';
import { verifiedAccountOf } from './accountOf.ts';
import { activitySignal } from './activitySignal.ts';
import type { SubmitInput, SubmitResult } from './contract.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { lookBeforeSend } from './submit/lookBeforeSend.ts';
import { revokeSubmission } from './submit/revokeSubmission.ts';
import { crashPoint, mayBeRepeated, type SubmitAttempt, tooLate } from './submit/submitAttempt.ts';
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
    const late = tooLate(attempt);
    if (late !== null) return await revokeSubmission(attempt, { kind: 'revoked', because: late });
    if (attempt.input.mode === 'recover') return await recover(attempt);
    return mayBeRepeated(attempt) ? await submitSafely(attempt) : await submitOnce(attempt);
  } catch (error) {
    if (error instanceof AccountError && error.reason === 'accountMissing')
      return waitForObstacle(attempt, 'accountMissing');
    throw error;
  }
}

/**
 * What the account remembers of a submission that an earlier run may have sent. What it does not remember it refuses
 * for good, so that no older execution can send it either. Sends nothing.
 */
async function recover(attempt: SubmitAttempt): Promise<SubmitResult> {
  const remembered = await revokeSubmission(attempt, { kind: 'neverGranted' });
  const isOpen = remembered.kind === 'unknown' || remembered.kind === 'neverGranted';
  if (!isOpen || !mayBeRepeated(attempt)) return remembered;
  const look = await lookBeforeSend(attempt);
  return look.kind === 'clear' ? remembered : look;
}
