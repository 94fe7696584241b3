import type { SubmitObstacle, SubmitResult } from '../../activities/contract.ts';
import type { AttentionReason } from '../../domain/attention.ts';
import type { SubmitIntent } from '../../domain/withdrawal.ts';
import { isChained } from '../isChained.ts';
import type { WithdrawalRun } from '../withdrawalRun.ts';
import { reconcile } from './reconcile.ts';
import { never, settleUnsent, watchForRevoke } from './revokeForCancel.ts';
import { startFollowing } from './startFollowing.ts';

const obstacleAttention: Readonly<Record<SubmitObstacle, AttentionReason | null>> = {
  accountMissing: 'accountMissing',
  laneBlocked: 'laneBlocked',
  // Somebody paused it on purpose and knows.
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
      run.attention(knownObstacle === null ? null : obstacleAttention[knownObstacle], result.message);
      continue;
    }
    if (run.state.attention !== null) run.attention(null);
    await take(run, submission.intent, result);
  }
}

/** The send, and beside it, should a cancel come, the attempt to close the door before any grant. */
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
    // As it was when it was validated: an option changed since must not open a door that was fenced.
    repeatSubmit: run.capabilities?.repeatSubmit ?? 'never',
    mode: run.state.recovery && intent.submission === 1 ? 'recover' : 'send',
    knownObstacle,
    mayBeRepeat: isChained(),
  });
  const canRevoke = run.capabilities?.repeatSubmit === 'never' && !run.state.recovery;
  const revoke = canRevoke ? watchForRevoke(run, intent.submission, true) : { answer: never, disarm: () => undefined };
  const winner = await Promise.race([sending, revoke.answer]);
  // After a revoke the activity may linger until its next try; every grant it could ask for is refused.
  const result = winner === 'tooLate' ? await sending : winner;
  revoke.disarm();
  return result;
}

async function take(
  run: WithdrawalRun,
  intent: SubmitIntent,
  result: Exclude<SubmitResult, { kind: 'waiting' }>,
): Promise<void> {
  switch (result.kind) {
    case 'accepted':
      run.unreported = !result.reported;
      if (result.exchangeWithdrawalId === null) throw new Error('accepted without an id is outcome unknown');
      startFollowing(run, result.exchangeWithdrawalId, result.record, 'the exchange accepted it');
      return;
    case 'found':
      // An earlier execution sent it and could not say so: its claim is still open.
      run.unreported = true;
      startFollowing(
        run,
        result.record.exchangeWithdrawalId,
        result.record,
        'the look-up before the send already showed it',
      );
      return;
    case 'rejected':
      run.unreported = !result.reported;
      run.changeSubmission({ outcome: 'rejected', reason: result.reason, message: result.message });
      // An earlier lost attempt may have locked the very funds this one was refused for.
      if (run.earlierMayHaveMovedMoney) {
        review(run, `refused (${result.message}), but what came before is unknown`);
        return;
      }
      run.settle({ by: 'refusal', reason: result.reason, message: result.message }, 'no', { status: 'FAILED' });
      return;
    case 'revoked':
      settleUnsent(run, result.because);
      return;
    case 'unknown':
      run.lose({ intent, baseline: result.baseline, lastPossibleSendMs: result.lastPossibleSendMs });
      run.changeSubmission({ outcome: 'unknown', reason: result.reason, message: result.message });
      run.change(
        { waitingFor: "the exchange's records: the answer to the submit was lost" },
        { kind: 'submit', text: `outcome unknown: ${result.message}` },
      );
      await reconcile(run);
      return;
    case 'suspicious':
      run.lose({ intent, baseline: result.baseline, lastPossibleSendMs: Date.now(), heldBack: true });
      run.changeSubmission({
        outcome: 'unknown',
        message: 'nothing sent: the history already holds what looks like it',
      });
      review(
        run,
        `nothing sent: the exchange already shows what could be this withdrawal (${result.exchangeWithdrawalIds.join(', ')}) and nobody claims it`,
      );
      return;
    case 'neverGranted':
      run.lose({ intent, baseline: null, lastPossibleSendMs: Date.parse(run.state.request.requestedAt) });
      run.changeSubmission({ outcome: 'unknown', message: 'recovery run: the account remembers no grant' });
      review(run, 'recovery run: the account remembers no grant for it, and a recovery run never sends by itself');
      return;
  }
}

function review(run: WithdrawalRun, text: string): void {
  run.change({ phase: 'NEEDS_REVIEW' }, { kind: 'review', text });
}
