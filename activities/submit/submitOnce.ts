import type { SubmitResult } from '../contract.ts';
import { lookBeforeSend } from './lookBeforeSend.ts';
import { resultOfClaim } from './resultOfClaim.ts';
import { sendIfGranted } from './sendIfGranted.ts';
import { crashPoint, type SubmitAttempt, submitTimeoutMs } from './submitAttempt.ts';
import { waitForObstacle } from './submitObstacle.ts';
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
  return sendIfGranted(attempt, look.baseline, async (claim) => resultOfClaim(claim, submitTimeoutMs(attempt)));
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
