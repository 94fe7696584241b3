/** `AccountMissing`: no such account workflow runs. `AccountUnavailable`: no answer could be had; ask again. */
export type AccountErrorReason = 'AccountMissing' | 'AccountUnavailable';

/** The account workflow could not be asked. What was asked may still have happened. */
export class AccountError extends Error {
  readonly reason: AccountErrorReason;

  constructor(reason: AccountErrorReason, account: string, what: string) {
    super(
      reason === 'AccountMissing'
        ? `the account workflow of ${account} does not run (${what}); a worker of its group creates it, or \`withdrawals account restore\` rebuilds it`
        : `the account workflow of ${account} did not answer (${what})`,
    );
    this.name = 'AccountError';
    this.reason = reason;
  }
}
