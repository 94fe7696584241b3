import { ParentClosePolicy, startChild } from '@temporalio/workflow';
import { lateWatchWorkflow } from './lateWatchWorkflow.ts';
import { lateWatchWorkflowId } from './messages.ts';
import type { WithdrawalRun } from './withdrawalRun.ts';

/** What is still owed after settlement: the account's lane is freed, and an uncertain end is watched by a workflow of its own. */
export async function closePhase(run: WithdrawalRun): Promise<void> {
  const { account, withdrawalId } = run.state.request;
  const { exchangeWithdrawalId } = run.state;
  if (run.unreported || run.state.submissions.some((one) => one.outcome === 'unknown')) {
    for (const { number } of run.state.submissions) {
      await run.money().reportToAccount({ account, withdrawalId, submission: number, token: null, outcome: 'settled', exchangeWithdrawalId: number === run.submission?.number ? exchangeWithdrawalId : null });
    }
  }
  if (run.lateWatchBecause === null) return;
  await startChild(lateWatchWorkflow, {
    workflowId: lateWatchWorkflowId(withdrawalId),
    parentClosePolicy: ParentClosePolicy.ABANDON,
    args: [{ state: run.state, policy: run.policy, lost: run.lost, because: run.lateWatchBecause, workerGroup: run.workerGroup, until: new Date(Date.now() + run.policy.lateWatchMs).toISOString() }],
    staticSummary: `late watch of ${withdrawalId}: ${run.lateWatchBecause}`,
  });
}
