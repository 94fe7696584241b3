import type { WorkflowHandle } from '@temporalio/client';

import type { AccountView } from '../../domain/accountState.ts';
import {
  accountStateQuery,
  accountWorkflowId,
  pauseAccountUpdate,
  resumeAccountUpdate,
  takeoverLaneUpdate,
} from '../../workflows/messages.ts';
import { checkAccount, checkFilled, checkWithdrawalId } from '../checkArguments.ts';
import type { ClientContext } from '../context.ts';
import { AccountNotFoundError, AccountRefusedError, NoWorkerError } from '../errors.ts';
import { askWorkflow } from '../temporal/temporalCalls.ts';
import { updateWorkflow } from '../updateWorkflow.ts';
import { restoreAccount, type RestoredAccount } from './restoreAccount.ts';
import type { RestoreOptions } from './restoreOptions.ts';

export type AccountOperations = {
  /** Gives no more grants. What was granted goes on. May be repeated: the last reason counts. */
  pause(account: string, by: { actor: string; reason: string }): Promise<AccountView>;
  /** Gives grants again. May be repeated. */
  resume(account: string, by: { actor: string; reason: string }): Promise<AccountView>;
  /** Frees the lanes of a terminated withdrawal. Its claims stay. Refused when it holds no lane. */
  takeover(account: string, by: { withdrawalId: string; actor: string; evidence: string }): Promise<AccountView>;
  /** Starts an account's workflow again, rebuilt from its withdrawals. Refused while it runs. */
  restore(account: string, options: RestoreOptions): Promise<RestoredAccount>;
  /** Reads the account's state. Throws NoWorkerError when no worker answers within 5 s. */
  state(account: string): Promise<AccountView>;
};

type Update = (handle: WorkflowHandle) => Promise<AccountView>;

export function createAccountOperations(context: ClientContext): AccountOperations {
  return {
    async pause(account, { actor, reason }) {
      checkFilled('actor', actor);
      checkFilled('reason', reason);
      return updateAccount(context, account, 'the pause', (handle) =>
        handle.executeUpdate(pauseAccountUpdate, { args: [{ actor, reason }] }),
      );
    },
    async resume(account, { actor, reason }) {
      checkFilled('actor', actor);
      checkFilled('reason', reason);
      return updateAccount(context, account, 'the resume', (handle) =>
        handle.executeUpdate(resumeAccountUpdate, { args: [{ actor, reason }] }),
      );
    },
    async takeover(account, { withdrawalId, actor, evidence }) {
      checkWithdrawalId(withdrawalId);
      checkFilled('actor', actor);
      checkFilled('evidence', evidence);
      return updateAccount(context, account, 'the takeover', (handle) =>
        handle.executeUpdate(takeoverLaneUpdate, { args: [{ withdrawalId, actor, evidence }] }),
      );
    },
    restore: (account, options) => restoreAccount(context, account, options),
    state: (account) => readAccount(context, account),
  };
}

async function updateAccount(
  context: ClientContext,
  account: string,
  what: string,
  update: Update,
): Promise<AccountView> {
  checkAccount(account);
  const refused = (because: string): Error => new AccountRefusedError(account, because);
  const view = await updateWorkflow({ context, workflowId: accountWorkflowId(account), what, refused }, update);
  if (view !== null) return view;
  if ((await context.accounts.find(account, true)) === null)
    throw new AccountNotFoundError(account, await context.accounts.known());
  throw refused('its workflow is not running; run `withdrawals account restore` first');
}

async function readAccount(context: ClientContext, account: string): Promise<AccountView> {
  checkAccount(account);
  if ((await context.accounts.find(account, true)) === null)
    throw new AccountNotFoundError(account, await context.accounts.known());
  const handle = context.temporal.workflow.getHandle(accountWorkflowId(account));
  const answer = await askWorkflow(context.temporal, () => handle.query(accountStateQuery));
  if (!answer.answered) throw new NoWorkerError('the state', accountWorkflowId(account), { cause: answer.because });
  return answer.value;
}
