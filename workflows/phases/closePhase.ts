import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { ActivityFailure, ParentClosePolicy, startChild } from '@temporalio/workflow';

import type { LostSubmission } from '../../activities/contract.ts';
import { lateWatchWorkflow } from '../lateWatchWorkflow.ts';
import { lateWatchWorkflowId } from '../messages.ts';
import type { WithdrawalRun } from '../withdrawalRun.ts';

/**
 * What is still owed after settlement: the account's lane is freed, and an uncertain end is watched by a
 * workflow of its own.
 */
export async function closePhase(run: WithdrawalRun): Promise<void> {
  if (run.unreported || run.state.submissions.some((one) => one.outcome === 'unknown')) {
    for (const { number } of run.state.submissions) await report(run, number);
  }
  if (run.lateWatchBecause === null) return;
  await watchLate(run, run.lateWatchBecause);
}

/** One watch a withdrawal: where an earlier run, since reset, began it, that one goes on. */
async function watchLate(run: WithdrawalRun, because: string): Promise<void> {
  const { withdrawalId } = run.state.request;
  try {
    await startChild(lateWatchWorkflow, {
      workflowId: lateWatchWorkflowId(withdrawalId),
      parentClosePolicy: ParentClosePolicy.ABANDON,
      args: [
        {
          state: run.state,
          policy: run.policy,
          lost: run.everLost.map((one) => withoutLookalikes(run, one)),
          because,
          workerGroup: run.workerGroup,
          until: new Date(Date.now() + run.policy.lateWatchMs).toISOString(),
        },
      ],
      staticSummary: `late watch of ${withdrawalId}: ${because}`,
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    run.change({}, { kind: 'phase', text: 'the late watch that an earlier run began goes on' });
  }
}

/**
 * Frees the submission's lane. An account that does not run is rebuilt from our state when it is restored, so
 * it is not waited for.
 */
async function report(run: WithdrawalRun, submission: number): Promise<void> {
  const { request, exchangeWithdrawalId } = run.state;
  const { account, withdrawalId } = request;
  const id = submission === run.submission?.number ? exchangeWithdrawalId : null;
  try {
    await run.report().reportToAccount({
      account,
      withdrawalId,
      submission,
      token: null,
      outcome: 'settled',
      exchangeWithdrawalId: id,
    });
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    run.change(
      {},
      {
        kind: 'submit',
        text: 'the account could not be told that this is settled; `withdrawals takeover` frees its lane, should it block another',
      },
    );
  }
}

/** What a person saw and did not choose is no news later. */
function withoutLookalikes(run: WithdrawalRun, lost: LostSubmission): LostSubmission {
  if (run.lookalikes.length === 0) return lost;
  const { takenAtMs, exchangeWithdrawalIds } = lost.baseline ?? {
    takenAtMs: Date.parse(run.state.request.requestedAt),
    exchangeWithdrawalIds: [],
  };
  return { ...lost, baseline: { takenAtMs, exchangeWithdrawalIds: [...exchangeWithdrawalIds, ...run.lookalikes] } };
}
