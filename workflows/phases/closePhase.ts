import { ActivityFailure } from '@temporalio/workflow';

import type { WithdrawalRun } from '../withdrawalRun.ts';
import { startLateWatch } from './startLateWatch.ts';

const reportFailed =
  'the account could not be told that this is settled; ' +
  '`withdrawals takeover` frees its lane, should it block another';

/** What is left to do after settlement: frees the account's lanes, and starts a late watch after an uncertain end. */
export async function closePhase(run: WithdrawalRun): Promise<void> {
  if (run.unreported || run.state.submissions.some((one) => one.outcome === 'unknown')) {
    for (const { number } of run.state.submissions) await reportSettled(run, number);
  }
  if (run.lateWatchBecause === null) return;
  await startLateWatch(run, run.lateWatchBecause);
}

/**
 * Frees the submission's lane. Does not wait for an account that is not running: when that is restored, it is rebuilt
 * from our state.
 */
async function reportSettled(run: WithdrawalRun, submission: number): Promise<void> {
  const { request, exchangeWithdrawalId } = run.state;
  const { account, withdrawalId } = request;
  try {
    await run.report().reportToAccount({
      account,
      withdrawalId,
      submission,
      token: null,
      outcome: 'settled',
      exchangeWithdrawalId: submission === run.submission?.number ? exchangeWithdrawalId : null,
    });
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    run.change({}, { kind: 'submit', text: reportFailed });
  }
}
