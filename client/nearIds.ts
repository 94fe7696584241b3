import { distance } from 'fastest-levenshtein';

import { withdrawalWorkflowType } from '../workflows/messages.ts';
import { listWorkflows, type TemporalClient } from './temporal/temporalCalls.ts';

const looked = 300;
const shown = 3;

/**
 * Ids of recent withdrawals that look like the one given, best first. A help only: answers none when the list
 * fails.
 */
export async function nearWithdrawalIds(temporal: TemporalClient, withdrawalId: string): Promise<readonly string[]> {
  const candidates = new Set<string>();
  try {
    for await (const run of listWorkflows(temporal, `WorkflowType = '${withdrawalWorkflowType}'`, looked)) {
      candidates.add(run.workflowId.replace(/^withdrawal\//, ''));
      if (candidates.size >= looked) break;
    }
  } catch {
    return [];
  }
  return nearest(withdrawalId, [...candidates]);
}

/** The candidates within a third of the text's length in edits, nearest first, at most three. */
export function nearest(text: string, candidates: readonly string[]): readonly string[] {
  const bound = Math.max(1, Math.min(4, Math.floor(text.length / 3)));
  return candidates
    .map((candidate) => ({ candidate, edits: distance(text.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ edits }) => edits <= bound)
    .sort((a, b) => a.edits - b.edits || a.candidate.localeCompare(b.candidate))
    .slice(0, shown)
    .map(({ candidate }) => candidate);
}
