import { stringify } from 'smol-toml';

import { demoStages, type DemoStage } from './demoStages.ts';

/** The worker's configuration for the demo: real times shortened so that every path can be watched within a minute. */
export function demoConfig(baseUrlOf: (stage: DemoStage) => string, group: string): string {
  return stringify({
    accounts: Object.fromEntries(
      demoStages.map((stage) => [
        stage.account,
        {
          baseUrl: baseUrlOf(stage),
          exchangeAccountId: stage.simulated.accountId,
          workerGroup: stage.workerGroup,
          credentials: Object.fromEntries(
            Object.keys(stage.credentials).map((name) => [name, { env: variableOf(stage, name) }]),
          ),
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

/** The secrets of every account, as the environment that the configuration names. */
export function demoEnvironment(): Record<string, string> {
  return Object.fromEntries(
    demoStages.flatMap((stage) =>
      Object.entries(stage.credentials).map(([name, value]) => [variableOf(stage, name), value]),
    ),
  );
}

function variableOf(stage: DemoStage, credential: string): string {
  return `DEMO_${stage.account}_${credential}`.replace(/\W/g, '_').toUpperCase();
}
