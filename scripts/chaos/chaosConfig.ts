import { stringify } from 'smol-toml';
import { chaosAccounts, type ChaosAccount } from './chaosAccounts.ts';

export const chaosGroup = 'chaos';

/** Real times cut down; the checker and the operator reckon with the same ones. */
export const chaosTimes = { reconcileWindowMs: 6_000, reconcileIntervalMs: 500 } as const;

/** edgeX's documented pace would be the run's: a long one costs it ten look-ups for each withdrawal. */
export const edgexLimit = { requests: 200, perMs: 10_000 } as const;

/** The configuration of one of several worker processes that share the accounts and their limits. */
export function chaosConfig(baseUrlOf: (account: ChaosAccount) => string, worker: { readonly name: string; readonly limitShare: number; readonly metricsAddress: string }): string {
  return stringify({
    accounts: Object.fromEntries(
      chaosAccounts.map((one) => [
        one.account,
        {
          baseUrl: baseUrlOf(one),
          exchangeAccountId: one.simulated.accountId,
          workerGroup: chaosGroup,
          ...(one.exchange === 'edgex' ? { limits: { all: edgexLimit } } : {}),
          credentials: Object.fromEntries(Object.keys(one.credentials).map((credential) => [credential, { env: variableOf(one, credential) }])),
        },
      ]),
    ),
    worker: { groups: [chaosGroup], ...worker },
    policy: {
      confirmMoneyBack: '2 seconds',
      reconcileWindow: `${chaosTimes.reconcileWindowMs} ms`,
      reconcileInterval: `${chaosTimes.reconcileIntervalMs} ms`,
      reviewInterval: '1 second',
      followHold: '10 seconds',
      lateWatch: '10 seconds',
      lateWatchInterval: '2 seconds',
    },
    poll: { interval: '500 ms' },
    log: { level: 'warn' },
  });
}

/** The secrets of every account, as the environment that the configuration names. */
export function chaosEnvironment(): Record<string, string> {
  return Object.fromEntries(chaosAccounts.flatMap((one) => Object.entries(one.credentials).map(([name, value]) => [variableOf(one, name), value])));
}

function variableOf({ account }: ChaosAccount, credential: string): string {
  return `CHAOS_${account}_${credential}`.replace(/\W/g, '_').toUpperCase();
}
