import { WorkflowNotFoundError } from '@temporalio/common';

import type { WithdrawalResult } from '../domain/state.ts';
import { withdrawalStateQuery, withdrawalWorkflowId } from '../workflows/messages.ts';
import { checkWithdrawalId } from './checkArguments.ts';
import type { ClientContext } from './context.ts';
import { WithdrawalNotFoundError } from './errors.ts';
import { nearWithdrawalIds } from './nearWithdrawalIds.ts';
import { runStanding } from './temporal/runStatus.ts';
import { askWorkflow, callTemporal } from './temporal/temporalCalls.ts';
import { toSummary, toView, type WithdrawalSummary, type WithdrawalView } from './withdrawalView.ts';

/**
 * The withdrawal as far as it can be read now; `source` says from where. Read from its result once it is settled, else
 * from its workflow, and from Temporal's own records when no worker answers. Throws WithdrawalNotFoundError.
 */
export async function getWithdrawal(context: ClientContext, withdrawalId: string): Promise<WithdrawalView> {
  const summary = await describeWithdrawal(context, withdrawalId);
  const handle = context.temporal.workflow.getHandle(withdrawalWorkflowId(withdrawalId), summary.run.runId);
  if (runStanding(summary.run.status) === 'completed') {
    const result: WithdrawalResult = await callTemporal(context.temporal, () => handle.result());
    return toView(summary, result.state, result);
  }
  const answer = await askWorkflow(context.temporal, () => handle.query(withdrawalStateQuery));
  if (answer.answered) return toView(summary, answer.value, null);
  return {
    ...summary,
    source: 'visibility',
    moneyLeft: 'unknown',
    state: null,
    result: null,
    missingBecause: `its state cannot be read now: ${answer.because}`,
  };
}

/** What Temporal's records say of the last run. Throws WithdrawalNotFoundError, which names ids that look alike. */
export async function describeWithdrawal(context: ClientContext, withdrawalId: string): Promise<WithdrawalSummary> {
  checkWithdrawalId(withdrawalId, 'reads');
  try {
    return toSummary(
      await callTemporal(context.temporal, () =>
        context.temporal.workflow.getHandle(withdrawalWorkflowId(withdrawalId)).describe(),
      ),
    );
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
    throw new WithdrawalNotFoundError(
      withdrawalId,
      context.namespace,
      await nearWithdrawalIds(context.temporal, withdrawalId),
    );
  }
}
