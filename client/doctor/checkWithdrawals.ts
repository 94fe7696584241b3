import { withdrawalWorkflowId, withdrawalWorkflowType } from '../../workflows/messages.ts';
import type { ClientContext } from '../context.ts';
import { TemporalSetupError } from '../errors.ts';
import { listWithdrawals } from '../listWithdrawals.ts';
import { startAgainCommand } from '../startAgainCommand.ts';
import { isInterrupted } from '../temporal/runStatus.ts';
import { callTemporal, listWorkflows } from '../temporal/temporalCalls.ts';
import { toSummary } from '../withdrawalView.ts';
import type { DoctorLine } from './doctorLine.ts';

const shownIds = 5;
const abnormalEnds = `ExecutionStatus IN ('Terminated', 'Failed', 'Canceled', 'TimedOut')`;

/** Checks that nothing waits for a person, and that no withdrawal was left without a run. */
export async function checkWithdrawals(context: ClientContext): Promise<DoctorLine[]> {
  return [await checkAttention(context), await checkInterrupted(context)];
}

async function checkAttention(context: ClientContext): Promise<DoctorLine> {
  const check = 'attention';
  const counts = await countAttention(context);
  if (counts === null)
    return {
      check,
      ok: false,
      found: 'cannot be listed, because the namespace lacks search attributes',
      advice: 'Start a worker: it creates them.',
    };
  const found = [...counts].map(([reason, count]) => `${count} ${reason}`).join(', ');
  return {
    check,
    ok: counts.size === 0,
    found: found === '' ? 'nothing waits for a person' : found,
    advice: counts.size === 0 ? null : 'withdrawals list --attention',
  };
}

/** How many workflows show each reason. Null when they cannot be listed by it: the server lacks the attribute. */
async function countAttention(context: ClientContext): Promise<ReadonlyMap<string, number> | null> {
  const counts = new Map<string, number>();
  try {
    for await (const { attention } of listWithdrawals(context, { attention: 'any' })) {
      const reason = attention ?? 'unknown';
      counts.set(reason, (counts.get(reason) ?? 0) + 1);
    }
    return counts;
  } catch (error) {
    if (error instanceof TemporalSetupError && error.problem === 'searchAttributes') return null;
    throw error;
  }
}

async function checkInterrupted(context: ClientContext): Promise<DoctorLine> {
  const stranded: string[] = [];
  for (const withdrawalId of await endedAbnormally(context)) {
    // A later run may follow it by now.
    const { status } = await callTemporal(context.temporal, () =>
      context.temporal.workflow.getHandle(withdrawalWorkflowId(withdrawalId)).describe(),
    );
    if (isInterrupted(status.name)) stranded.push(withdrawalId);
  }
  const ok = stranded.length === 0;
  return {
    check: 'ended abnormally',
    ok,
    found: ok ? 'none' : `${stranded.length}: ${stranded.slice(0, shownIds).join(', ')}`,
    advice: interruptedAdvice(stranded),
  };
}

function interruptedAdvice([first]: readonly string[]): string | null {
  if (first === undefined) return null;
  return (
    'Nobody follows these. Start each again with the same request: that run looks up and sends nothing by itself. ' +
    `The first, with jq: ${startAgainCommand(first)}`
  );
}

/** The ids of withdrawals of which at least one run ended without a result. */
async function endedAbnormally(context: ClientContext): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  const query = `WorkflowType = '${withdrawalWorkflowType}' AND ${abnormalEnds}`;
  for await (const run of listWorkflows(context.temporal, query)) ids.add(toSummary(run).withdrawalId);
  return ids;
}
