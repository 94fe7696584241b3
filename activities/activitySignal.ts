import { Context } from '@temporalio/activity';

/**
 * Aborts when this attempt is to stop (worker shutdown, cancel). For reads and waits only; a send of money is
 * never aborted.
 */
export function activitySignal(): AbortSignal {
  return Context.current().cancellationSignal;
}
