import { activityInfo, cancellationSignal } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';

import { ExchangeError } from '../exchanges/errors.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { handOver, toFailure } from './toFailure.ts';

/** Wraps an operation once for all: whatever it throws leaves as a safe failure, and its end is one log line. */
export function guarded<Input, Result>(
  name: string,
  dependencies: ActivityDependencies,
  operation: (dependencies: ActivityDependencies, input: Input) => Promise<Result>,
): (input: Input) => Promise<Result> {
  return async (input) => {
    const { attempt, workflowExecution } = activityInfo();
    const fields = { activity: name, workflowId: workflowExecution?.workflowId, attempt };
    try {
      const result = await operation(dependencies, input);
      dependencies.log.debug({ ...fields, outcome: outcomeOf(result) }, 'activity done');
      return result;
    } catch (error) {
      // A read that was broken off because this attempt is to stop is no trouble of the exchange's.
      const failure =
        error instanceof ExchangeError && cancellationSignal().aborted
          ? handOver('stopping: the next attempt goes on elsewhere')
          : toFailure(error);
      if (failure instanceof ApplicationFailure && failure.type === 'Unexpected')
        dependencies.log.error({ ...fields, at: framesOf(error) }, failure.message);
      else dependencies.log.debug({ ...fields, failure: failure.message }, 'activity to be retried');
      throw failure;
    }
  };
}

/** Where it was thrown; without its message, which may hold anything. */
function framesOf(error: unknown): readonly string[] {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  return stack
    .split('\n')
    .filter((line) => line.startsWith('    at '))
    .slice(0, 8);
}

function outcomeOf(result: unknown): string {
  return typeof result === 'object' && result !== null && 'kind' in result ? String(result.kind) : 'done';
}
