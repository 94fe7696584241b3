import { WithdrawalClientError } from './withdrawalClientError.ts';

/** The run was terminated or failed. It has no result, and whether the money has left is unknown. */
export class AbnormalEndError extends WithdrawalClientError {
  readonly kind = 'abnormalEnd';
  readonly withdrawalId: string;
  readonly moneyLeft = 'unknown';

  constructor(withdrawalId: string, runStatus: string) {
    super(
      `The run of ${withdrawalId} ended abnormally (${runStatus}): ` +
        'nobody follows it, and whether the money left is unknown.',
      {
        'what to do':
          'start it again with the same request: that run looks up what happened and sends nothing by itself',
      },
    );
    this.withdrawalId = withdrawalId;
  }
}

/** It did not settle in the time that the caller gave. It goes on, and waiting may be repeated. */
export class ResultTimeoutError extends WithdrawalClientError {
  readonly kind = 'resultTimeout';
  readonly withdrawalId: string;

  constructor(withdrawalId: string, timeoutSeconds: number) {
    super(`${withdrawalId} has not settled within ${timeoutSeconds} s. It goes on; wait again at any time.`);
    this.withdrawalId = withdrawalId;
  }
}

/** The client was closed while a caller waited. The withdrawal itself goes on. */
export class ClientClosedError extends WithdrawalClientError {
  readonly kind = 'clientClosed';

  constructor() {
    super('The client was closed while waiting. Withdrawals go on without it.');
  }
}
