import { stringify } from 'smol-toml';

import { demoAccounts, type DemoAccount } from './demoAccounts.ts';

/** The worker's configuration for the demo, as TOML. Times are shortened so that every path ends within a minute. */
export function demoConfig(baseUrlOf: (account: DemoAccount) => string, group: string): string {
  return stringify({
    accounts: Object.fromEntries(
      demoAccounts.map((account) => [
        account.account,
        {
          baseUrl: baseUrlOf(account),
          exchangeAccountId: account.simulated.accountId,
          workerGroup: account.workerGroup,
          credentials: credentialSources(account),
        },
      ]),
    ),
    worker: { groups: [group], name: `demo-${group}` },
    policy: {
      confirmMoneyBack: '2 seconds',
      reconcileWindow: '6 seconds',
      reconcileInterval: '500 ms',
      reviewInterval: '2 seconds',
      followHold: '20 seconds',
      lateWatch: '20 seconds',
      lateWatchInterval: '5 seconds',
    },
    poll: { interval: '500 ms' },
  });
}

/** The secrets of all accounts, as the environment variables that the configuration names. */
export function demoEnvironment(): Record<string, string> {
  return Object.fromEntries(
    demoAccounts.flatMap((account) =>
      Object.entries(account.credentials).map(([name, value]) => [variableOf(account, name), value]),
    ),
  );
}

function credentialSources(account: DemoAccount): Record<string, { env: string }> {
  const names = Object.keys(account.credentials);
  return Object.fromEntries(names.map((name) => [name, { env: variableOf(account, name) }]));
}

function variableOf({ account }: DemoAccount, credential: string): string {
  return `DEMO_${account}_${credential}`.replace(/\W/g, '_').toUpperCase();
}
