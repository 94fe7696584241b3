import type { SubmitResult } from '../../activities/contract.ts';
import type { SubmitIntent } from '../../domain/withdrawal.ts';
import type { WithdrawalRun } from '../withdrawalRun.ts';
import { reconcile } from './reconcile.ts';
import { settleUnsent } from './settleUnsent.ts';
import { startFollowing } from './startFollowing.ts';

/** Applies what a submit came to. Looks for the record at once when the outcome is unknown. */
export async function applySubmitResult(
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
    case 'found': {
      // An earlier execution sent it and could not report that, so its claim is still open.
      run.unreported = true;
      const { record } = result;
      startFollowing(run, record.exchangeWithdrawalId, record, 'the look-up before the send already showed it');
      return;
    }
    case 'rejected':
      applyRejection(run, result);
      return;
    case 'revoked':
      settleUnsent(run, result.because);
      return;
    case 'unknown':
      run.addLost({ intent, baseline: result.baseline, lastPossibleSendMs: result.lastPossibleSendMs });
      run.changeSubmission({ outcome: 'unknown', reason: result.reason, message: result.message });
      run.change(
        { waitingFor: "the exchange's records: the answer to the submit was lost" },
        { kind: 'submit', text: `outcome unknown: ${result.message}` },
      );
      await reconcile(run);
      return;
    case 'suspicious': {
      run.addLost({ intent, baseline: result.baseline, lastPossibleSendMs: Date.now(), heldBack: true });
      run.changeSubmission({
        outcome: 'unknown',
        message: 'nothing sent: the history already holds what looks like it',
      });
      const ids = result.exchangeWithdrawalIds.join(', ');
      run.sendToReview(
        `nothing sent: the exchange already shows what could be this withdrawal (${ids}) and nobody claims it`,
      );
      return;
    }
    case 'neverGranted':
      run.addLost({ intent, baseline: null, lastPossibleSendMs: Date.parse(run.state.request.requestedAt) });
      run.changeSubmission({ outcome: 'unknown', message: 'recovery run: the account remembers no grant' });
      run.sendToReview('recovery run: the account remembers no grant for it, and a recovery run never sends by itself');
      return;
  }
}

function applyRejection(run: WithdrawalRun, result: Extract<SubmitResult, { kind: 'rejected' }>): void {
  const { reason, message, reported } = result;
  run.unreported = !reported;
  run.changeSubmission({ outcome: 'rejected', reason, message });
  // The funds that the exchange misses now may have left with an earlier submission whose answer was lost.
  if (run.earlierMayHaveMovedMoney) run.sendToReview(`refused (${message}), but what came before is unknown`);
  else run.settle({ by: 'refusal', reason, message }, 'no', { status: 'FAILED' });
}
