import {
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
  type WorkflowHandle,
} from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/common';

import type { ClientContext } from './context.ts';
import { NoWorkerError } from './errors.ts';
import { toClientError } from './temporal/toClientError.ts';

const updateMs = 60_000;

export type UpdateCall = {
  readonly context: ClientContext;
  readonly workflowId: string;
  /** What is asked, for error messages, such as "the decision". */
  readonly what: string;
  /** Makes the error for a refusal by the workflow. */
  readonly refused: (because: string) => Error;
};

/**
 * Sends one update and returns its answer; null when no such workflow is open. Throws the caller's error when the
 * workflow refuses, NoWorkerError when no worker answers within 60 s.
 */
export async function updateWorkflow<T>(
  call: UpdateCall,
  update: (handle: WorkflowHandle) => Promise<T>,
): Promise<T | null> {
  const { temporal } = call.context;
  try {
    return await temporal.withDeadline(Date.now() + updateMs, () =>
      update(temporal.workflow.getHandle(call.workflowId)),
    );
  } catch (error) {
    if (error instanceof WorkflowUpdateFailedError) throw call.refused(error.cause?.message ?? error.message);
    if (error instanceof WorkflowNotFoundError) return null;
    if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError)
      throw new NoWorkerError(call.what, call.workflowId, { cause: error });
    throw toClientError(error, updateMs);
  }
}
