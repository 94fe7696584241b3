import type { AccountView } from '../../domain/accountState.ts';
import { pauseAccountUpdate, resumeAccountUpdate } from '../../workflows/messages.ts';
import { checkFilled } from '../checkArguments.ts';
import { checkOptions, type KnownOptions } from '../checkOptions.ts';
import type { ClientContext } from '../context.ts';
import { readAccount, type AccountStanding } from './readAccount.ts';
import { restoreAccount, type RestoredAccount } from './restoreAccount.ts';
import type { RestoreOptions } from './restoreOptions.ts';
import { takeoverLane, type TakeoverOptions } from './takeoverLane.ts';
import { updateAccount } from './updateAccount.ts';

/** Who pauses or resumes an account, and why. */
export type PauseOptions = { readonly actor: string; readonly reason: string };

export type AccountOperations = {
  /** Gives no more grants. What was granted goes on. May be repeated: the last reason counts. */
  pause(account: string, by: PauseOptions): Promise<AccountView>;
  /** Gives grants again. May be repeated. */
  resume(account: string, by: PauseOptions): Promise<AccountView>;
  /** Frees the lanes of a terminated withdrawal. Its claims stay. Refused while it runs, and when it holds no lane. */
  takeover(account: string, by: TakeoverOptions): Promise<AccountView>;
  /** Starts an account's workflow again, rebuilt from its withdrawals. Refused while it runs. */
  restore(account: string, options: RestoreOptions): Promise<RestoredAccount>;
  /** Reads the account's state. Throws NoWorkerError when no worker answers within 5 s. */
  state(account: string): Promise<AccountStanding>;
};

const pauseOptions: KnownOptions<PauseOptions> = { actor: true, reason: true };

export function createAccountOperations(context: ClientContext): AccountOperations {
  return {
    async pause(account, by) {
      checkReason(by);
      return updateAccount(context, account, 'the pause', (handle) =>
        handle.executeUpdate(pauseAccountUpdate, { args: [{ actor: by.actor, reason: by.reason }] }),
      );
    },
    async resume(account, by) {
      checkReason(by);
      return updateAccount(context, account, 'the resume', (handle) =>
        handle.executeUpdate(resumeAccountUpdate, { args: [{ actor: by.actor, reason: by.reason }] }),
      );
    },
    takeover: (account, by) => takeoverLane(context, account, by),
    restore: (account, options) => restoreAccount(context, account, options),
    state: (account) => readAccount(context, account),
  };
}

function checkReason(by: PauseOptions): void {
  checkOptions(by, pauseOptions);
  checkFilled('actor', by.actor);
  checkFilled('reason', by.reason);
}
