import { CancellationScope } from '@temporalio/workflow';

import { ignoreCancellation } from '../ignoreCancellation.ts';
import type { WithdrawalRun } from '../withdrawalRun.ts';

/** A promise for races in which one side does not run. */
export const never = new Promise<never>(() => undefined);

export type RevokeWatch = {
  /**
   * `revoked`: nothing was and nothing ever will be sent for this submission. `tooLate`: only the exchange
   * can tell.
   */
  readonly answer: Promise<'revoked' | 'tooLate'>;
  /** Must be called once the send has answered: from then on a cancel is the exchange's matter. */
  disarm(): void;
};

/**
 * From now on a cancel, when it comes, is tried at the account: it can close the door as long as nothing was
 * granted. Where no grants are needed there is no door: then only a run that has not begun to send (`begun`
 * false) knows it alone.
 */
export function watchForRevoke(run: WithdrawalRun, submission: number, begun: boolean): RevokeWatch {
  const scope = new CancellationScope();
  const answer = scope.run(async () => {
    await run.cancelArrived();
    const { account, withdrawalId } = run.state.request;
    const { kind } = await run.money().revokeGrant({ account, withdrawalId, submission });
    return kind === 'revoked' || (kind === 'noGrants' && !begun) ? 'revoked' : 'tooLate';
  });
  answer.catch(ignoreCancellation);
  return { answer, disarm: () => scope.cancel() };
}

/** Ends a submission that was surely never sent; with an earlier one unsettled, that one goes back to a person. */
export function settleUnsent(run: WithdrawalRun, because: 'cancel' | 'deadline' | 'tooOld'): void {
  run.changeSubmission({ outcome: 'notSent', message: `never granted: ${because}` });
  if (run.earlierMayHaveMovedMoney) {
    run.change(
      { phase: 'NEEDS_REVIEW' },
      { kind: 'review', text: `not submitted (${because}); what came before is still unknown` },
    );
    return;
  }
  const cancel = run.state.cancel === null ? null : { ...run.state.cancel, outcome: 'cancelledBeforeSubmit' as const };
  run.settle(settlements[because], 'no', { cancel });
}

const settlements = {
  cancel: { by: 'cancelBeforeSubmit', reason: null, message: 'cancelled before anything was sent' },
  deadline: {
    by: 'deadlineBeforeSubmit',
    reason: 'deadlinePassed',
    message: 'the deadline passed before anything was sent',
  },
  tooOld: { by: 'validation', reason: 'requestTooOld', message: 'the request became too old before anything was sent' },
} as const;
