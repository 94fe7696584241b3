import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { ParentClosePolicy, startChild } from '@temporalio/workflow';

import type { LostSubmission } from '../../activities/contract.ts';
import { lateWatchWorkflow } from '../lateWatchWorkflow.ts';
import { lateWatchWorkflowId, type LateWatchInput } from '../messages.ts';
import type { WithdrawalRun } from '../withdrawalRun.ts';

/** Starts the late watch, which outlives this workflow. One that an earlier run started, before a Reset, goes on. */
export async function startLateWatch(run: WithdrawalRun, because: string): Promise<void> {
  const { withdrawalId } = run.state.request;
  const input: LateWatchInput = {
    state: run.state,
    policy: run.policy,
    lost: run.everLost.map((one) => withoutLookalikes(run, one)),
    because,
    workerGroup: run.workerGroup,
    until: new Date(Date.now() + run.policy.lateWatchMs).toISOString(),
  };
  try {
    await startChild(lateWatchWorkflow, {
      workflowId: lateWatchWorkflowId(withdrawalId),
      parentClosePolicy: ParentClosePolicy.ABANDON,
      args: [input],
      staticSummary: `late watch of ${withdrawalId}: ${because}`,
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    run.change({}, { kind: 'phase', text: 'the late watch that an earlier run began goes on' });
  }
}

/** Puts the records that a person has seen and not chosen into the baseline, so that they raise no attention later. */
function withoutLookalikes(run: WithdrawalRun, lost: LostSubmission): LostSubmission {
  if (run.lookalikes.length === 0) return lost;
  const { takenAtMs, exchangeWithdrawalIds } = lost.baseline ?? {
    takenAtMs: Date.parse(run.state.request.requestedAt),
    exchangeWithdrawalIds: [],
  };
  return { ...lost, baseline: { takenAtMs, exchangeWithdrawalIds: [...exchangeWithdrawalIds, ...run.lookalikes] } };
}
