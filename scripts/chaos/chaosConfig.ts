import { stringify } from 'smol-toml';

import type { ExchangeName, SimulatorOptions } from '../../simulator/index.ts';
import { chaosAccounts, type ChaosAccount } from './chaosAccounts.ts';

export const chaosGroup = 'chaos';

type RateLimit = NonNullable<SimulatorOptions['rateLimit']>;

/** Real times, shortened. The checker and the operator count on the same ones. */
export const chaosTimes = { reconcileWindowMs: 6_000, reconcileIntervalMs: 500 } as const;

/**
 * By exchange, the scope and what it allows here. Look-ups come ten times as often as by default. Where they walk a
 * history (edgeX, BTSE), the documented limit would slow the whole run down: limits are scaled like the times.
 */
export const chaosLimits: Partial<
  Readonly<Record<ExchangeName, { readonly scope: string; readonly limit: RateLimit }>>
> = {
  edgex: { scope: 'all', limit: { requests: 200, perMs: 10_000 } },
  btse: { scope: 'wallet', limit: { requests: 50, perMs: 1_000 } },
};

/** The configuration of one of several worker processes that share the accounts and their limits. */
export function chaosConfig(
  baseUrlOf: (account: ChaosAccount) => string,
  worker: { readonly name: string; readonly limitShare: number; readonly metricsAddress: string },
): string {
  return stringify({
    accounts: Object.fromEntries(
      chaosAccounts.map((one) => [
        one.account,
        {
          baseUrl: baseUrlOf(one),
          exchangeAccountId: one.simulated.accountId,
          workerGroup: chaosGroup,
          ...limitsOf(one.exchange),
          credentials: Object.fromEntries(
            Object.keys(one.credentials).map((credential) => [credential, { env: variableOf(one, credential) }]),
          ),
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
  return Object.fromEntries(
    chaosAccounts.flatMap((one) =>
      Object.entries(one.credentials).map(([name, value]) => [variableOf(one, name), value]),
    ),
  );
}

function limitsOf(exchange: ExchangeName) {
  const own = chaosLimits[exchange];
  return own === undefined ? {} : { limits: { [own.scope]: own.limit } };
}

function variableOf({ account }: ChaosAccount, credential: string): string {
  return `CHAOS_${account}_${credential}`.replace(/\W/g, '_').toUpperCase();
}
