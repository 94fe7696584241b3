/** `accountMissing`: no such account workflow runs. `accountUnavailable`: no answer could be had; ask again. */
export type AccountErrorReason = 'accountMissing' | 'accountUnavailable';

const texts: Readonly<Record<AccountErrorReason, (what: string) => string>> = {
  accountMissing: (what) =>
    `does not run (${what}); a worker of its group creates it, or \`withdrawals account restore\` rebuilds it`,
  accountUnavailable: (what) => `did not answer (${what})`,
};

/** The account workflow could not be asked. What was asked may still have happened. */
export class AccountError extends Error {
  readonly reason: AccountErrorReason;

  constructor(reason: AccountErrorReason, account: string, what: string) {
    super(`the account workflow of ${account} ${texts[reason](what)}`);
    this.name = 'AccountError';
    this.reason = reason;
  }
}
