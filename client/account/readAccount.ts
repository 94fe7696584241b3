import type { AccountView } from '../../domain/accountState.ts';
import { accountStateQuery, accountWorkflowId } from '../../workflows/messages.ts';
import { checkAccount } from '../checkArguments.ts';
import type { ClientContext } from '../context.ts';
import { AccountNotFoundError, NoWorkerError } from '../errors.ts';
import { askWorkflow } from '../temporal/temporalCalls.ts';

/** An account's state, and whether its workflow still runs: only then can anything be sent. */
export type AccountStanding = AccountView & { readonly running: boolean };

/**
 * Reads an account's state. A worker answers it for a workflow that was terminated too; `running` is false then. Throws
 * AccountNotFoundError, or NoWorkerError when no worker answers within 5 s.
 */
export async function readAccount(context: ClientContext, account: string): Promise<AccountStanding> {
  checkAccount(account, 'reads');
  const entry = await context.accounts.find(account, true);
  if (entry === null) throw new AccountNotFoundError(account, await context.accounts.known());
  const handle = context.temporal.workflow.getHandle(accountWorkflowId(account));
  const answer = await askWorkflow(context.temporal, () => handle.query(accountStateQuery));
  if (!answer.answered)
    throw new NoWorkerError('the state', accountWorkflowId(account), { effect: 'reads', reason: answer.because });
  return { ...answer.value, running: entry.open };
}
