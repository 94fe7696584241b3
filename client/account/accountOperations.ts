import type { AccountView } from '../../domain/accountState.ts';
import {
  accountStateQuery,
  accountWorkflowId,
  pauseAccountUpdate,
  resumeAccountUpdate,
  takeoverLaneUpdate,
} from '../../workflows/messages.ts';
import { checkAccount, checkSaid, checkWithdrawalId } from '../checkIds.ts';
import type { ClientContext } from '../context.ts';
import { AccountNotFoundError, AccountRefusedError, NoWorkerError } from '../errors.ts';
import { askWorkflow } from '../temporal/temporalCalls.ts';
import { updateWorkflow } from '../updateWorkflow.ts';
import { restoreAccount, type RestoredAccount, type RestoreOptions } from './restoreAccount.ts';

export type AccountOperations = {
  /** No grants from now on; what was granted goes on. May be repeated: the last reason counts. */
  pause(account: string, by: { actor: string; reason: string }): Promise<AccountView>;
  /** Grants again. May be repeated. */
  resume(account: string, by: { actor: string; reason: string }): Promise<AccountView>;
  /** Frees the lanes of a withdrawal that was terminated; its claim stays. Refused while it holds none. */
  takeover(account: string, by: { withdrawalId: string; actor: string; evidence: string }): Promise<AccountView>;
  /** Starts an account's workflow again from the withdrawals that are open or retained. Refused while it runs. */
  restore(account: string, options: RestoreOptions): Promise<RestoredAccount>;
  /** Throws NoWorkerError when no worker answers within 5 s. */
  state(account: string): Promise<AccountView>;
};

export function createAccountOperations(context: ClientContext): AccountOperations {
  const update = (
    account: string,
    what: string,
    run: Parameters<typeof updateWorkflow<AccountView>>[1],
  ): Promise<AccountView> => updateAccount(context, account, what, run);
  return {
    async pause(account, { actor, reason }) {
      checkSaid('actor', actor);
      checkSaid('reason', reason);
      return update(account, 'the pause', (handle) =>
        handle.executeUpdate(pauseAccountUpdate, { args: [{ actor, reason }] }),
      );
    },
    async resume(account, { actor, reason }) {
      checkSaid('actor', actor);
      checkSaid('reason', reason);
      return update(account, 'the resume', (handle) =>
        handle.executeUpdate(resumeAccountUpdate, { args: [{ actor, reason }] }),
      );
    },
    async takeover(account, { withdrawalId, actor, evidence }) {
      checkWithdrawalId(withdrawalId);
      checkSaid('actor', actor);
      checkSaid('evidence', evidence);
      return update(account, 'the takeover', (handle) =>
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
  run: Parameters<typeof updateWorkflow<AccountView>>[1],
): Promise<AccountView> {
  checkAccount(account);
  const refused = (because: string): Error => new AccountRefusedError(account, because);
  const view = await updateWorkflow({ context, workflowId: accountWorkflowId(account), what, refused }, run);
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
