/** `AccountMissing`: no such account workflow runs. `AccountUnavailable`: no answer could be had; ask again. */
export type AccountErrorReason = 'AccountMissing' | 'AccountUnavailable';

const texts: Readonly<Record<AccountErrorReason, (what: string) => string>> = {
  AccountMissing: (what) =>
    `does not run (${what}); a worker of its group creates it, or \`withdrawals account restore\` rebuilds it`,
  AccountUnavailable: (what) => `did not answer (${what})`,
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
