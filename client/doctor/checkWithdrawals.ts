import { withdrawalWorkflowId, withdrawalWorkflowType } from '../../workflows/messages.ts';
import type { ClientContext } from '../context.ts';
import { listWithdrawals } from '../listWithdrawals.ts';
import { isInterrupted } from '../temporal/runStatus.ts';
import { callTemporal, listWorkflows } from '../temporal/temporalCalls.ts';
import { toSummary } from '../withdrawalView.ts';
import type { DoctorLine } from './doctorLine.ts';

const shownIds = 5;
const abnormalEnds = `ExecutionStatus IN ('Terminated', 'Failed', 'Canceled', 'TimedOut')`;
const interruptedAdvice =
  'Nobody follows these. Start each again with the same request: that run looks up and sends nothing by itself.';

/** Checks that nothing waits for a person, and that no withdrawal was left without a run. */
export async function checkWithdrawals(context: ClientContext): Promise<DoctorLine[]> {
  return [await checkAttention(context), await checkInterrupted(context)];
}

async function checkAttention(context: ClientContext): Promise<DoctorLine> {
  const counts = new Map<string, number>();
  for await (const { attention } of listWithdrawals(context, { attention: 'any' })) {
    const reason = attention ?? 'unknown';
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  const found = [...counts].map(([reason, count]) => `${count} ${reason}`).join(', ');
  return {
    check: 'attention',
    ok: counts.size === 0,
    found: found === '' ? 'nothing waits for a person' : found,
    advice: counts.size === 0 ? null : 'withdrawals list --attention',
  };
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
    advice: ok ? null : interruptedAdvice,
  };
}

/** The ids of withdrawals of which at least one run ended without a result. */
async function endedAbnormally(context: ClientContext): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  const query = `WorkflowType = '${withdrawalWorkflowType}' AND ${abnormalEnds}`;
  for await (const run of listWorkflows(context.temporal, query)) ids.add(toSummary(run).withdrawalId);
  return ids;
}
