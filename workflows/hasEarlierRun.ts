import { workflowInfo } from '@temporalio/workflow';

/**
 * True when another run came before this one in its chain, by a Reset or by continue-as-new. Nothing tells the two
 * apart. After a Reset the earlier run may have sent the withdrawal.
 */
export function hasEarlierRun(): boolean {
  const { runId, firstExecutionRunId } = workflowInfo();
  return runId !== firstExecutionRunId;
}
