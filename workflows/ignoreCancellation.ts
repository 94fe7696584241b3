import { isCancellation } from '@temporalio/workflow';

/** For what we cancelled ourselves because its answer is no longer wanted; every other error passes. */
export function ignoreCancellation(error: unknown): void {
  if (!isCancellation(error)) throw error;
}
