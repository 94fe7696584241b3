import { workflowInfo } from '@temporalio/workflow';

/**
 * True in a run that was reset, and (nothing tells the two apart) after a continue-as-new: another run may
 * have sent it.
 */
export function isChained(): boolean {
  const { runId, firstExecutionRunId } = workflowInfo();
  return runId !== firstExecutionRunId;
}
