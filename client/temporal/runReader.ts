import { WorkflowNotFoundError } from '@temporalio/common';

import type { WithdrawalResult } from '../../domain/state.ts';
import { withdrawalWorkflowId, withdrawalWorkflowType } from '../../workflows/messages.ts';
import { AbnormalEndError, WithdrawalNotFoundError } from '../errors.ts';
import { runStanding } from './runStatus.ts';
import { callTemporal, listWorkflows, type TemporalClient } from './temporalCalls.ts';

export type ClosedRun = { readonly withdrawalId: string; readonly closedAtMs: number };

/** What the result watcher reads from Temporal. */
export type RunReader = {
  /** Runs that closed at or after this time (Unix ms, server's clock); may show the same ones again. */
  listClosed(sinceMs: number): AsyncIterable<ClosedRun>;
  /** Null while the last run is open. Throws AbnormalEndError or WithdrawalNotFoundError. Holds no long poll. */
  readResult(withdrawalId: string): Promise<WithdrawalResult | null>;
};

export function createRunReader(temporal: TemporalClient, namespace: string): RunReader {
  return {
    async *listClosed(sinceMs) {
      const query = `WorkflowType = '${withdrawalWorkflowType}' AND ExecutionStatus != 'Running' AND ExecutionStatus != 'ContinuedAsNew' AND CloseTime >= '${new Date(sinceMs).toISOString()}'`;
      for await (const run of listWorkflows(temporal, query)) {
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
