import { CancellationScope } from '@temporalio/workflow';

import { ignoreCancellation } from '../ignoreCancellation.ts';
import type { WithdrawalRun } from '../withdrawalRun.ts';

export type RevokeWatch = {
  /** `revoked`: nothing was sent for this submission and nothing ever will be. `tooLate`: only the exchange knows. */
  readonly answer: Promise<'revoked' | 'tooLate'>;
  /** Must be called once the submit has answered: from then on only the exchange can cancel. */
  disarm(): void;
};

/** Stands in a race for a watch that is not needed. */
export const noRevokeWatch: RevokeWatch = {
  answer: new Promise<never>(() => undefined),
  disarm: () => undefined,
};

/**
 * As soon as a cancel is pending, asks the account to refuse this submission for good. Once it was granted, the account
 * can only stop further sends.
 */
export function watchForRevoke(run: WithdrawalRun, submission: number): RevokeWatch {
  const scope = new CancellationScope();
  const answer = scope.run(async () => {
    await run.whenCancelPending();
    const { account, withdrawalId } = run.state.request;
    const { kind } = await run.money().revokeGrant({ account, withdrawalId, submission });
    return kind === 'revoked' ? 'revoked' : 'tooLate';
  });
  answer.catch(ignoreCancellation);
  return { answer, disarm: () => scope.cancel() };
}
