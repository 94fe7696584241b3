import type { WorkflowExecutionStatusName } from '@temporalio/client';

/** What the status of a run means for its withdrawal. */
export type RunStanding = 'open' | 'completed' | 'interrupted';

const standings: Readonly<Record<WorkflowExecutionStatusName, RunStanding>> = {
  UNSPECIFIED: 'open',
  RUNNING: 'open',
  PAUSED: 'open',
  UNKNOWN: 'open',
  // The next run of the chain continues it.
  CONTINUED_AS_NEW: 'open',
  COMPLETED: 'completed',
  FAILED: 'interrupted',
  CANCELLED: 'interrupted',
  TERMINATED: 'interrupted',
  TIMED_OUT: 'interrupted',
};

/** `interrupted`: closed without a business outcome. Only a recovery run may follow. */
export function runStanding(status: WorkflowExecutionStatusName): RunStanding {
  return standings[status];
}

export function isInterrupted(status: WorkflowExecutionStatusName): boolean {
  return standings[status] === 'interrupted';
}
