import pMap from 'p-map';

import type { WithdrawalResult, WithdrawalState } from '../../domain/state.ts';
import { withdrawalStateQuery, withdrawalWorkflowType } from '../../workflows/messages.ts';
import type { ClientContext } from '../context.ts';
import { RestoreRefusedError, WithdrawalClientError } from '../errors.ts';
import { quoteValue } from '../temporal/listQuery.ts';
import { runStanding } from '../temporal/runStatus.ts';
import { askWorkflow, callTemporal, listWorkflows, type WorkflowListItem } from '../temporal/temporalCalls.ts';

/** One withdrawal with the state of each of its runs, oldest first. */
export type RetainedWithdrawal = {
  readonly withdrawalId: string;
  readonly firstStartedAtMs: number;
  readonly states: readonly WithdrawalState[];
  /** At least one run could not be read. */
  readonly unreadable: boolean;
};

type ReadRun = { readonly run: WorkflowListItem; readonly state: WithdrawalState | null };

const concurrency = 10;
/** After this many failed reads and no successful one, there is no worker that answers. */
const failuresWithoutWorker = 20;

/**
 * Every withdrawal of the account that is open or was started after `sinceMs`. Throws RestoreRefusedError unless the
 * list is complete: a withdrawal that is missing here could be sent twice.
 */
export async function readRetainedWithdrawals(
  context: ClientContext,
  account: string,
  sinceMs: number,
): Promise<RetainedWithdrawal[]> {
  const runs = await listRuns(context, account, sinceMs);
  const byId = new Map<string, ReadRun[]>();
  for (const entry of await readRuns(context, account, runs)) {
    const withdrawalId = entry.run.workflowId.replace(/^withdrawal\//, '');
    byId.set(withdrawalId, [...(byId.get(withdrawalId) ?? []), entry]);
  }
  return [...byId].map(([withdrawalId, entries]) => toRetained(withdrawalId, entries));
}

async function listRuns(context: ClientContext, account: string, sinceMs: number): Promise<WorkflowListItem[]> {
  const since = new Date(sinceMs).toISOString();
  const query =
    `WorkflowType = '${withdrawalWorkflowType}' AND account = ${quoteValue(account)} ` +
    `AND (ExecutionStatus = 'Running' OR StartTime >= '${since}')`;
  const runs = new Map<string, WorkflowListItem>();
  try {
    for await (const run of listWorkflows(context.temporal, query)) runs.set(run.runId, run);
    const { count } = await callTemporal(context.temporal, () => context.temporal.workflow.count(query));
    if (runs.size < count) throw new Error(`${runs.size} of ${count} runs were listed`);
  } catch (error) {
    const because = error instanceof WithdrawalClientError ? error.sentence.replace(/\.$/, '') : messageOf(error);
    throw new RestoreRefusedError(
      account,
      `its withdrawals could not be listed completely (${because}). Nothing was started; try again`,
      { cause: error },
    );
  }
  return [...runs.values()];
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function readRuns(
  context: ClientContext,
  account: string,
  runs: readonly WorkflowListItem[],
): Promise<ReadRun[]> {
  let read = 0;
  let failed = 0;
  return pMap(
    runs,
    async (run) => {
      const state = await readState(context, run);
      if (state === null) failed++;
      else read++;
      if (read === 0 && failed >= failuresWithoutWorker)
        throw new RestoreRefusedError(
          account,
          'no worker answers, so no state can be read. Start a worker, then restore again',
        );
      return { run, state };
    },
    { concurrency },
  );
}

/** Null when it cannot be read. Not read after continue-as-new: the next run has all that this one knew. */
async function readState(context: ClientContext, run: WorkflowListItem): Promise<WithdrawalState | null> {
  if (run.status.name === 'CONTINUED_AS_NEW') return null;
  const handle = context.temporal.workflow.getHandle(run.workflowId, run.runId);
  if (runStanding(run.status.name) === 'completed') {
    const answer = await askWorkflow(context.temporal, () => handle.result() as Promise<WithdrawalResult>);
    return answer.answered ? answer.value.state : null;
  }
  const answer = await askWorkflow(context.temporal, () => handle.query(withdrawalStateQuery));
  return answer.answered ? answer.value : null;
}

function toRetained(withdrawalId: string, entries: ReadRun[]): RetainedWithdrawal {
  const ordered = entries.sort((a, b) => a.run.startTime.getTime() - b.run.startTime.getTime());
  return {
    withdrawalId,
    firstStartedAtMs: ordered[0]?.run.startTime.getTime() ?? 0,
    states: ordered.flatMap(({ state }) => (state === null ? [] : [state])),
    unreadable: ordered.some(({ state, run }) => state === null && run.status.name !== 'CONTINUED_AS_NEW'),
  };
}
