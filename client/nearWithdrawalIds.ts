import { distance } from 'fastest-levenshtein';

import { withdrawalWorkflowType } from '../workflows/messages.ts';
import { listWorkflows, type TemporalClient } from './temporal/temporalCalls.ts';

const comparedIds = 300;
const shownIds = 3;

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

/** The nearest candidates, at most three, that differ in no more than a third of the characters and at most four. */
export function nearest(text: string, candidates: readonly string[]): readonly string[] {
  const bound = Math.max(1, Math.min(4, Math.floor(text.length / 3)));
  return candidates
    .map((candidate) => ({ candidate, edits: distance(text.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ edits }) => edits <= bound)
    .sort((a, b) => a.edits - b.edits || a.candidate.localeCompare(b.candidate))
    .slice(0, shownIds)
    .map(({ candidate }) => candidate);
}
