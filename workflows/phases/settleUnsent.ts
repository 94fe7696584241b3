import type { WithdrawalRun } from '../withdrawalRun.ts';

const settlements = {
  cancel: { by: 'cancelBeforeSubmit', reason: null, message: 'cancelled before anything was sent' },
  deadline: {
    by: 'deadlineBeforeSubmit',
    reason: 'deadlinePassed',
    message: 'the deadline passed before anything was sent',
  },
  tooOld: { by: 'validation', reason: 'requestTooOld', message: 'the request became too old before anything was sent' },
} as const;

/** Ends a submission that was surely never sent. If an earlier one may have moved money, a person must decide. */
export function settleUnsent(run: WithdrawalRun, because: 'cancel' | 'deadline' | 'tooOld'): void {
  run.changeSubmission({ outcome: 'notSent', message: `never granted: ${because}` });
  if (run.earlierMayHaveMovedMoney) {
    run.sendToReview(`not submitted (${because}); what came before is still unknown`);
    return;
  }
  const cancel = run.state.cancel === null ? null : { ...run.state.cancel, outcome: 'cancelledBeforeSubmit' as const };
  run.settle(settlements[because], 'no', { cancel });
}
