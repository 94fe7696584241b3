import type { SubmitResult } from '../contract.ts';
import { resultOfClaim } from './resultOfClaim.ts';
import { mayBeRepeated, type SubmitAttempt, submitTimeoutMs } from './submitAttempt.ts';

/**
 * Has the account refuse this submission for good, so that no execution ever sends it, and answers `neverGranted`.
 * Where it was granted already, stops further sends and answers what the claim says instead. May be repeated.
 */
export async function revokeSubmission(attempt: SubmitAttempt, neverGranted: SubmitResult): Promise<SubmitResult> {
  const { account, withdrawalId, submission } = attempt.input.intent;
  const answer = await attempt.dependencies.client.revokeGrant(account, { withdrawalId, submission });
  if (answer.kind === 'revoked') return neverGranted;
  const result = resultOfClaim(answer.claim, submitTimeoutMs(attempt));
  // What may be repeated may have been sent at any time until now, not only just after its grant.
  return result.kind === 'unknown' && mayBeRepeated(attempt)
    ? { ...result, lastPossibleSendMs: Math.max(result.lastPossibleSendMs, attempt.dependencies.nowMs()) }
    : result;
}
