import { stringify } from 'smol-toml';

export type DemoAccount = { readonly account: string; readonly workerGroup: string; readonly exchangeAccountId: string };

/** The worker's configuration for the demo: real times shortened so that every path can be watched within a minute. */
export function demoConfig(accounts: readonly DemoAccount[], baseUrlOf: (account: string) => string, group: string): string {
  return stringify({
    accounts: Object.fromEntries(
      accounts.map(({ account, workerGroup, exchangeAccountId }) => [
        account,
        {
          baseUrl: baseUrlOf(account),
          exchangeAccountId,
          workerGroup,
          credentials: { apiKey: { env: `DEMO_KEY_${account.replace(/\W/g, '_').toUpperCase()}` }, apiSecret: { env: 'DEMO_API_SECRET' } },
        },
      ]),
    ),
    worker: { groups: [group] },
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
