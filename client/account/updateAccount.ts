import type { WorkflowHandle } from '@temporalio/client';

import type { AccountView } from '../../domain/accountState.ts';
import { accountWorkflowId } from '../../workflows/messages.ts';
import { checkAccount } from '../checkArguments.ts';
import type { ClientContext } from '../context.ts';
import { AccountNotFoundError, AccountRefusedError } from '../errors.ts';
import { updateWorkflow } from '../updateWorkflow.ts';

/**
 * Sends one update to an account's workflow and returns its new state; `what` names it in errors. Throws
 * AccountRefusedError, AccountNotFoundError or NoWorkerError.
 */
export async function updateAccount(
  context: ClientContext,
  account: string,
  what: string,
  update: (handle: WorkflowHandle) => Promise<AccountView>,
): Promise<AccountView> {
  checkAccount(account);
  const refused = (because: string): Error => new AccountRefusedError(account, because);
  const view = await updateWorkflow({ context, workflowId: accountWorkflowId(account), what, refused }, update);
  if (view !== null) return view;
  if ((await context.accounts.find(account, true)) === null)
    throw new AccountNotFoundError(account, await context.accounts.known());
  throw refused(`its workflow is not running; restore it first: withdrawals account restore ${account} --evidence "…"`);
}
