import { WorkflowNotFoundError } from '@temporalio/common';

import type { AccountView } from '../../domain/accountState.ts';
import { takeoverLaneUpdate, withdrawalWorkflowId } from '../../workflows/messages.ts';
import { checkAccount, checkFilled, checkWithdrawalId } from '../checkArguments.ts';
import { checkOptions, type KnownOptions } from '../checkOptions.ts';
import type { ClientContext } from '../context.ts';
import { AccountRefusedError } from '../errors.ts';
import { runStanding } from '../temporal/runStatus.ts';
import { callTemporal } from '../temporal/temporalCalls.ts';
import { updateAccount } from './updateAccount.ts';

export type TakeoverOptions = { readonly withdrawalId: string; readonly actor: string; readonly evidence: string };

const takeoverOptions: KnownOptions<TakeoverOptions> = { withdrawalId: true, actor: true, evidence: true };

/**
 * Frees the lanes of a terminated withdrawal. Its claims stay. Throws AccountRefusedError, with nothing changed, when
 * the withdrawal runs or holds no lane.
 */
export async function takeoverLane(
  context: ClientContext,
  account: string,
  options: TakeoverOptions,
): Promise<AccountView> {
  checkOptions(options, takeoverOptions);
  const { withdrawalId, actor, evidence } = options;
  checkAccount(account);
  checkWithdrawalId(withdrawalId);
  checkFilled('actor', actor);
  checkFilled('evidence', evidence);
  if (await isRunning(context, withdrawalId))
    throw new AccountRefusedError(
      account,
      `${withdrawalId} is running and frees its lane itself; a takeover is for a withdrawal whose run was terminated`,
    );
  return updateAccount(context, account, 'the takeover', (handle) =>
    handle.executeUpdate(takeoverLaneUpdate, { args: [{ withdrawalId, actor, evidence }] }),
  );
}

/** False also for a withdrawal that Temporal no longer knows. */
async function isRunning({ temporal }: ClientContext, withdrawalId: string): Promise<boolean> {
  try {
    const handle = temporal.workflow.getHandle(withdrawalWorkflowId(withdrawalId));
    const { status } = await callTemporal(temporal, () => handle.describe());
    return runStanding(status.name) === 'open';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}
