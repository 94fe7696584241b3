import { setTimeout as delay } from 'node:timers/promises';

import type { Log } from '../../domain/log.ts';
import type { CatalogPublisher } from './catalogPublisher.ts';
import type { ServedAccount } from './setUpAccounts.ts';

export type FreshAccount = Pick<ServedAccount, 'verifier'> & {
  readonly account: string;
  readonly catalog: CatalogPublisher;
};

const retryUnverifiedMs = 30_000;
const refreshMs = 60 * 60_000;

/**
 * Keeps the accounts verified while the process runs. Accounts whose exchange did not answer at start are verified as
 * soon as it does. Once an hour key and clock are checked again, and changed asset rules go to the account's workflow.
 * Resolves when `signal` aborts.
 */
export async function keepAccountsFresh(
  accounts: readonly FreshAccount[],
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  await Promise.all(accounts.map((account) => keepFresh(account, log, signal)));
}

async function keepFresh(fresh: FreshAccount, log: Log, signal: AbortSignal): Promise<void> {
  let isFirst = true;
  while (!signal.aborted) {
    const isVerified = await refresh(fresh, log, isFirst);
    isFirst = false;
    // Jitter, so that many accounts or workers do not ask at the same moment.
    const pauseMs = (isVerified ? refreshMs : retryUnverifiedMs) * (0.8 + Math.random() * 0.4);
    await delay(pauseMs, undefined, { signal, ref: false }).catch(() => {});
  }
}

/** True when the account is verified. Never throws: a failure is logged and tried again in the next turn. */
async function refresh({ account, verifier, catalog }: FreshAccount, log: Log, isFirst: boolean): Promise<boolean> {
  try {
    if (verifier.accountIdentity === null) await verifier.verifyIdentity();
    else if (!isFirst) await verifier.recheck();
    await catalog.publish();
    return true;
  } catch (error) {
    log.warn({ account, error }, `${account}: could not be refreshed`);
    return verifier.accountIdentity !== null;
  }
}
