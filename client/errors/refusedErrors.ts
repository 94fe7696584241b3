import { WithdrawalClientError } from './withdrawalClientError.ts';

/** The workflow refused a person's decision. Nothing was recorded. */
export class ResolutionRefusedError extends WithdrawalClientError {
  readonly kind = 'resolutionRefused';
  readonly withdrawalId: string;
  readonly because: string;

  constructor(withdrawalId: string, because: string) {
    super(`Not resolved: ${because}`, { withdrawal: withdrawalId });
    this.withdrawalId = withdrawalId;
    this.because = because;
  }
}

/** The account's workflow refused. Nothing changed. */
export class AccountRefusedError extends WithdrawalClientError {
  readonly kind = 'accountRefused';
  readonly account: string;
  readonly because: string;

  constructor(account: string, because: string) {
    super(`Refused: ${because}`, { account });
    this.account = account;
    this.because = because;
  }
}

/** The account was not restored. Nothing was started. */
export class RestoreRefusedError extends WithdrawalClientError {
  readonly kind = 'restoreRefused';
  readonly account: string;

  constructor(account: string, because: string, options: { cause?: unknown } = {}) {
    super(`Not restored: ${because}`, { account }, options);
    this.account = account;
  }
}
