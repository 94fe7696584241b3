import { withdrawalWorkflowType } from '../workflows/messages.ts';
import { nearest } from './nearest.ts';
import { listWorkflows, type TemporalClient } from './temporal/temporalCalls.ts';

const comparedIds = 300;

/** The ids of recent withdrawals that look most like this one, at most three. None when the list cannot be read. */
export async function nearWithdrawalIds(temporal: TemporalClient, withdrawalId: string): Promise<readonly string[]> {
  const candidates = new Set<string>();
  try {
    for await (const run of listWorkflows(temporal, `WorkflowType = '${withdrawalWorkflowType}'`, comparedIds)) {
      candidates.add(run.workflowId.replace(/^withdrawal\//, ''));
      if (candidates.size >= comparedIds) break;
    }
  } catch {
    return [];
  }
  return nearest(withdrawalId, [...candidates]);
}
