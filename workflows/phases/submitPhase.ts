import type { SubmitObstacle, SubmitResult } from '../../activities/contract.ts';
import type { AttentionReason } from '../../domain/attention.ts';
import type { SubmitIntent } from '../../domain/withdrawal.ts';
import { hasEarlierRun } from '../hasEarlierRun.ts';
import type { WithdrawalRun } from '../withdrawalRun.ts';
import { applySubmitResult } from './applySubmitResult.ts';
import { settleUnsent } from './settleUnsent.ts';
import { noRevokeWatch, watchForRevoke } from './watchForRevoke.ts';

const obstacleAttention: Readonly<Record<SubmitObstacle, AttentionReason | null>> = {
  accountMissing: 'accountMissing',
  laneBlocked: 'laneBlocked',
  // An operator paused it on purpose, so nobody needs to be told.
  accountPaused: null,
};

/** SUBMITTING → FOLLOWING (accepted or found), NEEDS_REVIEW (nobody can know) or SETTLED (surely moved nothing). */
export async function submitPhase(run: WithdrawalRun): Promise<void> {
  const submission = run.submission;
  if (submission === null) throw new Error('submitting without a frozen intent');
  let knownObstacle: SubmitObstacle | null = null;
  while (run.state.phase === 'SUBMITTING') {
    const result = await sendOrRevoke(run, submission.intent, knownObstacle);
    if (result === 'revoked') {
      settleUnsent(run, 'cancel');
      return;
    }
    if (result.kind === 'waiting') {
      knownObstacle = result.obstacle;
      run.state = { ...run.state, waitingFor: result.message };
      run.setAttention(knownObstacle === null ? null : obstacleAttention[knownObstacle], result.message);
      continue;
    }
    if (run.state.attention !== null) run.setAttention(null);
    await applySubmitResult(run, submission.intent, result);
  }
}

/** Submits. If a cancel comes meanwhile, asks the account to revoke the submission before it grants it. */
async function sendOrRevoke(
  run: WithdrawalRun,
  intent: SubmitIntent,
  knownObstacle: SubmitObstacle | null,
): Promise<SubmitResult | 'revoked'> {
  const { requestedAt, deadlineAt } = run.state.request;
  const sending = run.submit().submitWithdrawal({
    intent,
    requestedAt,
    deadlineAt,
    policy: run.policy,
    // As it was at validation: an option that was changed since must not allow a repeat that was forbidden.
    repeatSubmit: run.capabilities?.repeatSubmit ?? 'never',
    mode: run.state.recovery && intent.submission === 1 ? 'recover' : 'send',
    knownObstacle,
    mayBeRepeat: hasEarlierRun(),
  });
  const revoke = run.state.recovery ? noRevokeWatch : watchForRevoke(run, intent.submission);
  const winner = await Promise.race([sending, revoke.answer]);
  // Once it is revoked, the activity may still run until its next try. The account refuses every send it asks for.
  const result = winner === 'tooLate' ? await sending : winner;
  revoke.disarm();
  return result;
}
