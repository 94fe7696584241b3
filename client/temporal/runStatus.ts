import type { WorkflowExecutionStatusName } from '@temporalio/client';

/** How a run stands, in terms of what a withdrawal can conclude from it. */
export type RunStanding = 'open' | 'completed' | 'interrupted';

const standings: Readonly<Record<WorkflowExecutionStatusName, RunStanding>> = {
  UNSPECIFIED: 'open',
  RUNNING: 'open',
  PAUSED: 'open',
  UNKNOWN: 'open',
  // The next run of the chain goes on.
  CONTINUED_AS_NEW: 'open',
  COMPLETED: 'completed',
  FAILED: 'interrupted',
  CANCELLED: 'interrupted',
  TERMINATED: 'interrupted',
  TIMED_OUT: 'interrupted',
};

/** `interrupted`: closed without a business outcome; only a recovery run may follow. */
export function runStanding(status: WorkflowExecutionStatusName): RunStanding {
  return standings[status];
}

export function isInterrupted(status: WorkflowExecutionStatusName): boolean {
  return standings[status] === 'interrupted';
}
