import type { WithdrawalResult } from '../domain/state.ts';
import { checkWithdrawalId } from './checkArguments.ts';
import type { ClientContext } from './context.ts';
import { InvalidArgumentError } from './errors.ts';

export type ResultOptions = {
  /** Default: wait for as long as it takes. */ readonly timeoutSeconds?: number | undefined;
};

/**
 * The result of each withdrawal, in the order asked for, once all have settled. Waiting may be repeated and shared.
 * Throws at the first that cannot have one: AbnormalEndError, WithdrawalNotFoundError, ResultTimeoutError.
 */
export async function awaitResults(
  context: ClientContext,
  withdrawalIds: readonly string[],
  options: ResultOptions = {},
): Promise<WithdrawalResult[]> {
  const { timeoutSeconds } = options;
  if (timeoutSeconds !== undefined && !(timeoutSeconds >= 0))
    throw new InvalidArgumentError('timeoutSeconds', 'a number from 0', String(timeoutSeconds));
  for (const withdrawalId of withdrawalIds) checkWithdrawalId(withdrawalId);
  return Promise.all(withdrawalIds.map((withdrawalId) => context.watcher.wait(withdrawalId, timeoutSeconds)));
}
