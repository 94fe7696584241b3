import type { WithdrawalResult } from '../domain/state.ts';
import { checkWithdrawalId } from './checkArguments.ts';
import { checkOptions, type KnownOptions } from './checkOptions.ts';
import type { ClientContext } from './context.ts';
import { InvalidArgumentError } from './errors.ts';

export type ResultOptions = {
  /** From 0. Default: wait for as long as it takes. */
  readonly timeoutSeconds?: number | undefined;
};

const resultOptions: KnownOptions<ResultOptions> = { timeoutSeconds: true };

/**
 * Resolves with the result of each withdrawal, in the given order, once all have settled. May be repeated, and called
 * by any number of callers at once. Throws AbnormalEndError, WithdrawalNotFoundError or ResultTimeoutError as soon as
 * one of them can have no result.
 */
export async function awaitResults(
  context: ClientContext,
  withdrawalIds: readonly string[],
  options: ResultOptions = {},
): Promise<WithdrawalResult[]> {
  const effect = 'reads';
  checkOptions(options, resultOptions, effect);
  const { timeoutSeconds } = options;
  if (timeoutSeconds !== undefined && !(timeoutSeconds >= 0))
    throw new InvalidArgumentError('timeoutSeconds', 'a number from 0', timeoutSeconds, { effect });
  for (const withdrawalId of withdrawalIds) checkWithdrawalId(withdrawalId, effect);
  return Promise.all(withdrawalIds.map((withdrawalId) => context.watcher.wait(withdrawalId, timeoutSeconds)));
}
