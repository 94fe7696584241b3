import type { SubmitResult } from '../contract.ts';
import { resultOfClaim } from './resultOfClaim.ts';
import { type SubmitAttempt, submitTimeoutMs } from './submitAttempt.ts';

/**
 * Has the account refuse this submission its grant for good, so that no execution ever sends it, and answers
 * `neverGranted`. Where it was granted already, answers what the claim says instead. May be repeated.
 */
export async function revokeSubmission(attempt: SubmitAttempt, neverGranted: SubmitResult): Promise<SubmitResult> {
  const { account, withdrawalId, submission } = attempt.input.intent;
  const answer = await attempt.dependencies.client.revokeGrant(account, { withdrawalId, submission });
  return answer.kind === 'alreadyGranted' ? resultOfClaim(answer.claim, submitTimeoutMs(attempt)) : neverGranted;
}
