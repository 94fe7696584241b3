import { searchAttributeNames } from '../domain/searchAttributes.ts';
import { followTaskQueue, moneyTaskQueue, workflowTaskQueue } from '../domain/taskQueues.ts';
import { withdrawalWorkflowType } from '../workflows/messages.ts';
import type { ClientContext } from './context.ts';
import { listWithdrawals } from './listWithdrawals.ts';
import type { AccountEntry } from './temporal/accountDirectory.ts';
import { isInterrupted } from './temporal/runStatus.ts';
import { callTemporal, listWorkflows } from './temporal/temporalCalls.ts';
import { toSummary } from './withdrawalView.ts';

export type DoctorLine = {
  readonly check: string;
  readonly ok: boolean;
  readonly found: string;
  /** What to do about it; null when it is fine. */
  readonly advice: string | null;
};

export type DoctorReport = { readonly ok: boolean; readonly namespace: string; readonly lines: readonly DoctorLine[] };

const dayMs = 86_400_000;
const pollerMs = 90_000;
/** By their numbers in Temporal's protocol: the enums themselves live in a package of the SDK's insides. */
const keywordType: number = 2;
const taskQueueTypes: Readonly<Record<'workflow' | 'activity', number>> = { workflow: 1, activity: 2 };

/**
 * Looks at server, namespace, queues, accounts and what waits for a person. Reads only. Throws
 * TemporalUnreachableError.
 */
export async function runDoctor(context: ClientContext): Promise<DoctorReport> {
  const lines: DoctorLine[] = [await retention(context), await attributes(context)];
  const accounts = await findAccounts(context);
  lines.push(...accounts.map(accountLine));
  if (accounts.length === 0)
    lines.push({
      check: 'accounts',
      ok: false,
      found: 'no account is known',
      advice: 'Start a worker: it creates the accounts of its configuration.',
    });
  lines.push(...(await queueLines(context, accounts)));
  lines.push(await attentionLine(context), await interruptedLine(context));
  return { ok: lines.every((line) => line.ok), namespace: context.namespace, lines };
}

async function retention(context: ClientContext): Promise<DoctorLine> {
  const { config } = await callTemporal(context.temporal, () =>
    context.temporal.workflowService.describeNamespace({ namespace: context.namespace }),
  );
  const days = Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0) / 86_400;
  const needed = (2 * context.maxRequestAgeMs) / dayMs;
  const ok = days >= needed;
  return {
    check: 'server and namespace',
    ok,
    found: `${context.namespace}: closed withdrawals are kept ${days} days`,
    advice: ok
      ? null
      : `Raise the retention to ${needed} days or more: temporal operator namespace update --retention ${needed}d -n ${context.namespace}`,
  };
}

async function attributes(context: ClientContext): Promise<DoctorLine> {
  const check = 'search attributes';
  try {
    const { customAttributes } = await callTemporal(context.temporal, () =>
      context.temporal.connection.operatorService.listSearchAttributes({ namespace: context.namespace }),
    );
    const missing = searchAttributeNames.filter((name) => Number(customAttributes?.[name]) !== keywordType);
    if (missing.length === 0)
      return { check, ok: true, found: `all ${searchAttributeNames.length} are there`, advice: null };
    return {
      check,
      ok: false,
      found: `missing, or no Keyword: ${missing.join(', ')}`,
      advice: `temporal operator search-attribute create -n ${context.namespace} ${missing.map((name) => `--name ${name} --type Keyword`).join(' ')}`,
    };
  } catch (error) {
    // Temporal Cloud answers this to nobody; starting a withdrawal would tell.
    return {
      check,
      ok: true,
      found: `could not be read (${error instanceof Error ? error.message : String(error)})`,
      advice: null,
    };
  }
}

async function findAccounts(context: ClientContext): Promise<AccountEntry[]> {
  const entries = await Promise.all(
    (await context.accounts.known()).map((account) => context.accounts.find(account, true)),
  );
  return entries.filter((entry) => entry !== null);
}

function accountLine(entry: AccountEntry): DoctorLine {
  return {
    check: `account ${entry.account}`,
    ok: entry.open,
    found: entry.open ? 'its workflow runs' : 'its workflow is not running: nothing can be sent',
    advice: entry.open ? null : `withdrawals account restore ${entry.account}`,
  };
}

async function queueLines(context: ClientContext, accounts: readonly AccountEntry[]): Promise<DoctorLine[]> {
  const groups = [...new Set(accounts.flatMap((entry) => entry.workerGroup ?? []))].sort();
  const queues = groups.flatMap((group) => [
    { name: workflowTaskQueue(group), type: taskQueueTypes.workflow },
    ...[moneyTaskQueue(group), followTaskQueue(group)].map((name) => ({ name, type: taskQueueTypes.activity })),
  ]);
  return Promise.all(
    queues.map(async ({ name, type }) => {
      const { pollers } = await callTemporal(context.temporal, () =>
        context.temporal.workflowService.describeTaskQueue({
          namespace: context.namespace,
          taskQueue: { name },
          // oxlint-disable-next-line typescript/no-unsafe-enum-assignment -- see taskQueueTypes
          taskQueueType: type,
        }),
      );
      // The server remembers a poller for five minutes; a live one comes back within seventy seconds.
      const count =
        pollers?.filter((poller) => Number(poller.lastAccessTime?.seconds ?? 0) * 1_000 > context.now() - pollerMs)
          .length ?? 0;
      return {
        check: `queue ${name}`,
        ok: count > 0,
        found: count === 0 ? 'no worker asks it for work' : `${count} worker${count === 1 ? '' : 's'}`,
        advice: count === 0 ? 'Start a worker of this group; what waits goes on then by itself.' : null,
      };
    }),
  );
}

async function attentionLine(context: ClientContext): Promise<DoctorLine> {
  const counts = new Map<string, number>();
  for await (const row of listWithdrawals(context, { attention: 'any' }))
    counts.set(row.attention ?? 'unknown', (counts.get(row.attention ?? 'unknown') ?? 0) + 1);
  const found = [...counts].map(([reason, count]) => `${count} ${reason}`).join(', ');
  return {
    check: 'attention',
    ok: counts.size === 0,
    found: found === '' ? 'nothing waits for a person' : found,
    advice: counts.size === 0 ? null : 'withdrawals list --attention',
  };
}

/** Runs that ended without a result, and that no later run of the same id has taken up. */
async function interruptedLine(context: ClientContext): Promise<DoctorLine> {
  const last = new Map<string, { startedAt: string; interrupted: boolean }>();
  const query = `WorkflowType = '${withdrawalWorkflowType}' AND ExecutionStatus IN ('Terminated', 'Failed', 'Canceled', 'TimedOut')`;
  for await (const run of listWorkflows(context.temporal, query)) {
    const { withdrawalId, run: view } = toSummary(run);
    const known = last.get(withdrawalId);
    if (known === undefined || known.startedAt < view.startedAt)
      last.set(withdrawalId, { startedAt: view.startedAt, interrupted: isInterrupted(view.status) });
  }
  const stranded: string[] = [];
  for (const withdrawalId of last.keys()) {
    const description = await callTemporal(context.temporal, () =>
      context.temporal.workflow.getHandle(`withdrawal/${withdrawalId}`).describe(),
    );
    if (isInterrupted(description.status.name)) stranded.push(withdrawalId);
  }
  return {
    check: 'ended abnormally',
    ok: stranded.length === 0,
    found: stranded.length === 0 ? 'none' : `${stranded.length}: ${stranded.slice(0, 5).join(', ')}`,
    advice:
      stranded.length === 0
        ? null
        : 'Nobody follows these. Start each again with the same request: that run looks up and sends nothing by itself.',
  };
}
