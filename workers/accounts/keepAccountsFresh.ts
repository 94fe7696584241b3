import { setTimeout as delay } from 'node:timers/promises';

import type { Log } from '../../domain/log.ts';
import type { CatalogPublisher } from './catalogPublisher.ts';
import type { ServedAccount } from './setUpAccounts.ts';

export type FreshAccount = Pick<ServedAccount, 'verifier'> & {
  readonly account: string;
  readonly catalog: CatalogPublisher;
};

const whileUnverifiedMs = 30_000;
const refreshMs = 60 * 60_000;

/**
 * For as long as the process runs: verifies accounts whose exchange could not be asked at start, and once an hour
 * looks at key and clock again and tells the account's workflow of changed asset rules. Resolves when `signal` aborts.
 */
export async function keepAccountsFresh(
  accounts: readonly FreshAccount[],
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  await Promise.all(accounts.map((account) => keepFresh(account, log, signal)));
}

async function keepFresh(fresh: FreshAccount, log: Log, signal: AbortSignal): Promise<void> {
  let first = true;
  while (!signal.aborted) {
    const isVerified = await refresh(fresh, log, first);
    first = false;
    // Spread, so that many accounts or workers don't ask in step.
    await delay((isVerified ? refreshMs : whileUnverifiedMs) * (0.8 + Math.random() * 0.4), undefined, {
      signal,
      ref: false,
    }).catch(() => {});
  }
}

/** True when the account is verified. Throws nothing: what failed is tried again with the next turn. */
async function refresh({ account, verifier, catalog }: FreshAccount, log: Log, first: boolean): Promise<boolean> {
  try {
    if (verifier.accountIdentity === null) await verifier.verifyIdentity();
    else if (!first) await verifier.recheck();
    await catalog.publish();
    return true;
  } catch (error) {
    log.warn({ account, error }, `${account}: could not be refreshed`);
    return verifier.accountIdentity !== null;
  }
}
