import { stringify } from 'smol-toml';

import type { CrashAdapter } from './crashAdapters.ts';

export type CrashConfigOptions = {
  readonly adapter: CrashAdapter;
  readonly account: string;
  readonly baseUrl: string;
  /** A worker group of its own, so that the death of its worker affects no other play. */
  readonly group: string;
  readonly policy: Readonly<Record<string, string>>;
};

/** Shorter times than in production. A wait that a killed worker held resumes after about twice `followHold`. */
const quickPolicy = {
  confirmMoneyBack: '300 ms',
  reconcileWindow: '2 seconds',
  reconcileInterval: '200 ms',
  reviewInterval: '400 ms',
  followHold: '5 seconds',
  lateWatch: '10 seconds',
  lateWatchInterval: '500 ms',
};

/** The configuration, as TOML, of a worker that serves only this account. */
export function crashConfig({ adapter, account, baseUrl, group, policy }: CrashConfigOptions): string {
  const credentials = Object.fromEntries(
    Object.keys(adapter.credentials).map((name) => [name, { env: variableOf(name) }]),
  );
  return stringify({
    accounts: {
      [account]: { baseUrl, exchangeAccountId: adapter.simulated.accountId, workerGroup: group, credentials },
    },
    worker: { groups: [group], name: group },
    policy: { ...quickPolicy, ...policy },
    poll: { interval: '250 ms' },
    log: { level: 'error' },
  });
}

/** The secrets, as the environment variables that the configuration names. */
export function crashEnvironment({ credentials }: CrashAdapter): Record<string, string> {
  return Object.fromEntries(Object.entries(credentials).map(([name, value]) => [variableOf(name), value]));
}

function variableOf(credential: string): string {
  return `CRASH_${credential.replace(/([A-Z])/g, '_$1').toUpperCase()}`;
}
