import type { AccountRuntime, ActivityDependencies } from './dependencies.ts';
import { jitter, retryFailure } from './toFailure.ts';

export type VerifiedAccount = { readonly runtime: AccountRuntime; readonly accountIdentity: string };

/**
 * The account of this worker by that name. Throws a failure naming the worker group when its configuration
 * lacks it.
 */
export function accountOf(dependencies: ActivityDependencies, account: string): AccountRuntime {
  const runtime = dependencies.accounts.get(account);
  if (runtime !== undefined) return runtime;
  const lack = `the worker group "${dependencies.workerGroup}" has no account ${account} in its configuration`;
  throw retryFailure({
    type: 'AccountNotConfigured',
    message: `${lack}; waiting for a worker that has`,
    nextRetryDelayMs: jitter(10_000),
  });
}

/**
 * The account, sure to be the one that was validated. Throws, and tells the account, when base URL or key are
 * another's: a look-up there would "not find" what was paid here.
 */
export async function verifiedAccountOf(
  dependencies: ActivityDependencies,
  account: string,
  accountIdentity: string | null,
): Promise<VerifiedAccount> {
  const runtime = accountOf(dependencies, account);
  const identity = runtime.accountIdentity ?? (await runtime.verifyIdentity());
  if (accountIdentity !== null && identity !== accountIdentity) {
    const mismatch = `this worker talks to another exchange account than the one ${account} was validated for`;
    const message = `${mismatch}; check its base URL and key`;
    await reportMismatch(dependencies, account, message);
    throw retryFailure({ type: 'AccountMismatch', message, nextRetryDelayMs: jitter(15_000) });
  }
  return { runtime, accountIdentity: identity };
}

/** Best effort: the failure itself says the same. */
async function reportMismatch(dependencies: ActivityDependencies, account: string, message: string): Promise<void> {
  const since = new Date(dependencies.nowMs()).toISOString();
  try {
    await dependencies.client.reportHealth(account, {
      worker: dependencies.worker,
      attention: 'accountMismatch',
      active: true,
      since,
      message,
    });
  } catch {
    dependencies.log.warn({ account }, 'account mismatch could not be reported');
  }
}
