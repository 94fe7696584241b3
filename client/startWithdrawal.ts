import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';

import { workflowTaskQueue } from '../domain/taskQueues.ts';
import type { WithdrawalRequest } from '../domain/withdrawal.ts';
import { withdrawalWorkflowId, withdrawalWorkflowType, type WithdrawalInput } from '../workflows/messages.ts';
import { checkRequest } from './checkRequest.ts';
import type { ClientContext } from './context.ts';
import { InvalidRequestError } from './errors.ts';
import { findExistingRun, type ExistingRun } from './findExistingRun.ts';
import { parseInput } from './parseInput.ts';
import { startDetails, startSummary } from './startText.ts';
import { searchAttributePairs } from './temporal/searchAttributes.ts';
import { callTemporal } from './temporal/temporalCalls.ts';

/** The request as backend code gives it. `memo` and `deadlineAt` may be left out. It is checked at run time too. */
export type WithdrawalRequestInput = Omit<WithdrawalRequest, 'memo' | 'deadlineAt'> & {
  readonly memo?: string | null;
  readonly deadlineAt?: string | null;
};

export type StartedWithdrawal = {
  readonly withdrawalId: string;
  readonly workflowId: string;
  readonly runId: string;
  /** True when it was started before with the same content. Nothing new was started then. */
  readonly joined: boolean;
  /** True when an earlier run ended abnormally. This run looks up what happened and never sends by itself. */
  readonly recovery: boolean;
  readonly request: WithdrawalRequest;
};

/**
 * Starts a withdrawal, or joins the one that was started before with the same content. May be repeated any number of
 * times with the same request. Throws InvalidRequestError or DifferentContentError; nothing was started then.
 */
export async function startWithdrawal(
  context: ClientContext,
  input: WithdrawalRequestInput,
): Promise<StartedWithdrawal> {
  const parsed = parseInput(input);
  if (!parsed.ok) throw new InvalidRequestError(parsed.problems);
  const { request } = parsed;
  const { problems, account } = await checkRequest(context, request);
  const workerGroup = account?.workerGroup ?? null;
  if (problems.length > 0 || workerGroup === null) {
    // It may have been accepted earlier, before its asset was suspended or its deadline passed. Then it can be joined.
    const existing = await findExistingRun(context, request);
    if (existing === null) throw new InvalidRequestError(problems);
    return existing.interrupted ? recover(context, request, existing) : joined(request, existing);
  }
  const runId = await tryStart(context, request, workerGroup, false);
  return runId === null ? joinOrRecover(context, request, workerGroup) : started(request, runId, false);
}

const attempts = 3;

/** Joins the existing run, or recovers it. Looks again a few times, because other callers may do the same now. */
async function joinOrRecover(
  context: ClientContext,
  request: WithdrawalRequest,
  workerGroup: string,
): Promise<StartedWithdrawal> {
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const existing = await findExistingRun(context, request);
    if (existing !== null && !existing.interrupted) return joined(request, existing);
    // The start was refused, yet no run is found: the namespace has just forgotten it. What it sent is not known, so
    // the new run must only look up.
    const runId = await tryStart(context, request, existing?.workerGroup ?? workerGroup, true);
    if (runId !== null) return started(request, runId, true);
  }
  throw new Error(`${request.withdrawalId}: other callers keep starting it; nothing was started by this call`);
}

async function recover(
  context: ClientContext,
  request: WithdrawalRequest,
  existing: ExistingRun,
): Promise<StartedWithdrawal> {
  const runId = await tryStart(context, request, existing.workerGroup, true);
  return runId === null ? joinOrRecover(context, request, existing.workerGroup) : started(request, runId, true);
}

/** Starts a run and returns its id. Null when one is open, or has closed in a way that forbids another. */
async function tryStart(
  context: ClientContext,
  request: WithdrawalRequest,
  workerGroup: string,
  recovery: boolean,
): Promise<string | null> {
  const input: WithdrawalInput = { request, workerGroup, recovery };
  try {
    const handle = await callTemporal(context.temporal, () =>
      context.temporal.workflow.start(withdrawalWorkflowType, {
        workflowId: withdrawalWorkflowId(request.withdrawalId),
        taskQueue: workflowTaskQueue(workerGroup),
        // Every business outcome closes the run as Completed, and a completed withdrawal must never run again.
        workflowIdReusePolicy: recovery ? 'ALLOW_DUPLICATE_FAILED_ONLY' : 'REJECT_DUPLICATE',
        workflowIdConflictPolicy: 'FAIL',
        args: [input],
        memo: { request, workerGroup },
        typedSearchAttributes: searchAttributePairs({
          account: request.account,
          asset: request.asset,
          network: request.network,
          phase: 'VALIDATING',
        }),
        staticSummary: startSummary(request),
        staticDetails: startDetails(request, recovery),
      }),
    );
    return handle.firstExecutionRunId;
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return null;
    throw error;
  }
}

function started(request: WithdrawalRequest, runId: string, recovery: boolean): StartedWithdrawal {
  return {
    withdrawalId: request.withdrawalId,
    workflowId: withdrawalWorkflowId(request.withdrawalId),
    runId,
    joined: false,
    recovery,
    request,
  };
}

function joined(request: WithdrawalRequest, existing: ExistingRun): StartedWithdrawal {
  return { ...started(request, existing.runId, false), joined: true };
}
