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
    .map((candidate) => ({ candidate, distance: editDistance(text.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ distance }) => distance <= bound)
    .sort((a, b) => a.distance - b.distance || a.candidate.localeCompare(b.candidate))
    .slice(0, shown)
    .map(({ candidate }) => candidate);
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
