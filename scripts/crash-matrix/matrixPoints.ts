import { crashPoints, type CrashPoint } from '../../activities/crashPoints.ts';

/**
 * Points at which the operator's own process dies while it restores an account. There is no worker in that process, so
 * it dies at a call to Temporal. Value: `before` the call is made or `after` its answer has come, and the call.
 */
export const restorePoints = {
  'restore.beforeRead': 'before:ListWorkflowExecutions',
  'restore.afterRead': 'before:StartWorkflowExecution',
  'restore.afterStart': 'after:StartWorkflowExecution',
} as const;

export type RestorePoint = keyof typeof restorePoints;
export type MatrixPoint = CrashPoint | RestorePoint;

export function isRestorePoint(point: MatrixPoint): point is RestorePoint {
  return point in restorePoints;
}

/** Every point where a process may die. */
export const matrixPoints: readonly MatrixPoint[] = [...crashPoints, ...(Object.keys(restorePoints) as RestorePoint[])];
