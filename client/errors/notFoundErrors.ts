import { shorten } from './shorten.ts';
import { WithdrawalClientError } from './withdrawalClientError.ts';

/** No withdrawal of that id is known: a wrong id, another namespace, or it closed too long ago. */
export class WithdrawalNotFoundError extends WithdrawalClientError {
  readonly kind = 'withdrawalNotFound';
  readonly withdrawalId: string;

  constructor(withdrawalId: string, namespace: string, near: readonly string[] = []) {
    super(`No withdrawal ${shorten(withdrawalId)} is known in namespace ${namespace}.`, {
      'did you mean': near.length === 0 ? undefined : near,
      reasons: 'a wrong id, another namespace, or it closed longer ago than the namespace keeps',
    });
    this.withdrawalId = withdrawalId;
  }
}

/** The namespace, or the configuration file that is named, has no account of that name. */
export class AccountNotFoundError extends WithdrawalClientError {
  readonly kind = 'accountNotFound';
  readonly account: string;

  constructor(account: string, known: readonly string[], configuration?: string) {
    super(`No account ${shorten(account)} is known.`, {
      configuration,
      known: known.length === 0 ? '(none: has a worker been started?)' : known,
    });
    this.account = account;
  }
}
