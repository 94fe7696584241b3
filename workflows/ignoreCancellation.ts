import { isCancellation } from '@temporalio/workflow';

/** For promises that we cancelled ourselves: swallows the cancellation and rethrows any other error. */
export function ignoreCancellation(error: unknown): void {
  if (!isCancellation(error)) throw error;
}
