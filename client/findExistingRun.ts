import { WorkflowNotFoundError } from '@temporalio/common';

import { differingField } from '../domain/differingField.ts';
import type { WithdrawalRequest } from '../domain/withdrawal.ts';
import { withdrawalWorkflowId } from '../workflows/messages.ts';
import type { ClientContext } from './context.ts';
import { DifferentContentError } from './errors.ts';
import { isInterrupted } from './temporal/runStatus.ts';
import { callTemporal } from './temporal/temporalCalls.ts';

export type ExistingRun = {
  readonly runId: string;
  readonly workerGroup: string;
  /** It ended without a result. */
  readonly interrupted: boolean;
};

/** The last run of this request, or null. Throws DifferentContentError when the id was used for other content. */
export async function findExistingRun(context: ClientContext, request: WithdrawalRequest): Promise<ExistingRun | null> {
  try {
    const description = await callTemporal(context.temporal, () =>
      context.temporal.workflow.getHandle(withdrawalWorkflowId(request.withdrawalId)).describe(),
    );
    assertSameContent(request, description.memo?.['request'] as WithdrawalRequest | undefined);
    return {
      runId: description.runId,
      workerGroup: String(description.memo?.['workerGroup']),
      interrupted: isInterrupted(description.status.name),
    };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}

/** A run without a request in its memo counts as other content: joining it could hide a second payment. */
function assertSameContent(request: WithdrawalRequest, existing: WithdrawalRequest | undefined): void {
  if (existing === undefined)
    throw new DifferentContentError({
      withdrawalId: request.withdrawalId,
      field: 'request',
      existing: '(its memo holds none)',
      given: request.withdrawalId,
    });
  const field = differingField(existing, request);
  if (field !== null)
    throw new DifferentContentError({
      withdrawalId: request.withdrawalId,
      field,
      existing: existing[field] ?? null,
      given: request[field],
    });
}
