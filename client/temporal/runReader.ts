import { WorkflowNotFoundError } from '@temporalio/common';

import type { WithdrawalResult } from '../../domain/state.ts';
import { withdrawalWorkflowId, withdrawalWorkflowType } from '../../workflows/messages.ts';
import { AbnormalEndError, WithdrawalNotFoundError } from '../errors.ts';
import { runStanding } from './runStatus.ts';
import { callTemporal, listWorkflows, type TemporalClient } from './temporalCalls.ts';

export type ClosedRun = { readonly withdrawalId: string; readonly closedAtMs: number };

/** What the result watcher reads from Temporal. */
export type RunReader = {
  /** Runs that closed at or after this time, Unix ms by the server's clock. May list the same runs again. */
  listClosed(sinceMs: number): AsyncIterable<ClosedRun>;
  /** Null while the last run is open; never waits for it. Throws AbnormalEndError or WithdrawalNotFoundError. */
  readResult(withdrawalId: string): Promise<WithdrawalResult | null>;
};

export function createRunReader(temporal: TemporalClient, namespace: string): RunReader {
  return {
    async *listClosed(sinceMs) {
      for await (const run of listWorkflows(temporal, closedRunsQuery(sinceMs))) {
        yield {
          withdrawalId: run.workflowId.replace(/^withdrawal\//, ''),
          closedAtMs: run.closeTime?.getTime() ?? sinceMs,
        };
      }
    },
    async readResult(withdrawalId) {
      const workflowId = withdrawalWorkflowId(withdrawalId);
      try {
        const description = await callTemporal(temporal, () => temporal.workflow.getHandle(workflowId).describe());
        const standing = runStanding(description.status.name);
        if (standing === 'open') return null;
        if (standing === 'interrupted') throw new AbnormalEndError(withdrawalId, description.status.name);
        return await callTemporal(
          temporal,
          () => temporal.workflow.getHandle(workflowId, description.runId).result() as Promise<WithdrawalResult>,
        );
      } catch (error) {
        if (error instanceof WorkflowNotFoundError) throw new WithdrawalNotFoundError(withdrawalId, namespace);
        throw error;
      }
    },
  };
}

function closedRunsQuery(sinceMs: number): string {
  return [
    `WorkflowType = '${withdrawalWorkflowType}'`,
    "ExecutionStatus != 'Running'",
    "ExecutionStatus != 'ContinuedAsNew'",
    `CloseTime >= '${new Date(sinceMs).toISOString()}'`,
  ].join(' AND ');
}
