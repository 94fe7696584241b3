import type { WithdrawalRun } from './withdrawalRun.ts';

/** A promise for races in which one side does not run. */
export const never = new Promise<never>(() => undefined);

/**
 * Closes the door at the account before anything was granted. `revoked`: nothing was and nothing ever will be sent for
 * this submission, and the withdrawal is settled so. `tooLate`: only the exchange can tell now.
 */
export async function revokeForCancel(run: WithdrawalRun, submission: number): Promise<'revoked' | 'tooLate'> {
  const { account, withdrawalId } = run.state.request;
  const answer = await run.money().revokeGrant({ account, withdrawalId, submission });
  if (answer.kind !== 'revoked' || run.state.phase === 'SETTLED') return 'tooLate';
  settleUnsent(run, run.state.cancel?.cause === 'deadline' ? 'deadline' : 'cancel');
  return 'revoked';
}

/** Ends a submission that was surely never sent; with an earlier one unsettled, that one goes back to a person. */
export function settleUnsent(run: WithdrawalRun, because: 'cancel' | 'deadline' | 'tooOld'): void {
  run.changeSubmission({ outcome: 'notSent', message: `never granted: ${because}` });
  if (run.earlierMayHaveMovedMoney) {
    run.change({ phase: 'NEEDS_REVIEW' }, { kind: 'review', text: `not submitted (${because}); what came before is still unknown` });
    return;
  }
  const cancel = run.state.cancel === null ? null : { ...run.state.cancel, outcome: 'cancelledBeforeSubmit' as const };
  run.settle(settlements[because], 'no', { cancel });
}

const settlements = {
  cancel: { by: 'cancelBeforeSubmit', reason: null, message: 'cancelled before anything was sent' },
  deadline: { by: 'deadlineBeforeSubmit', reason: 'deadlinePassed', message: 'the deadline passed before anything was sent' },
  tooOld: { by: 'validation', reason: 'requestTooOld', message: 'the request became too old before anything was sent' },
} as const;
