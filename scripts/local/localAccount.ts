import type { ExchangeName, SimulatedAccount } from '../../simulator/index.ts';

/** An account of a local stack and its fake exchange. Accounts with the same exchange and variant share a simulator. */
export type LocalAccount = {
  /** `<adapter>/<name>`. */
  readonly account: string;
  readonly exchange: ExchangeName;
  /** Distinguishes simulators of one exchange that behave differently. */
  readonly variant: string;
  readonly workerGroup: string;
  /** The exchange's own name of the network. */
  readonly network: string;
  readonly simulated: SimulatedAccount;
  /** Secrets of the worker, by credential name. */
  readonly credentials: Readonly<Record<string, string>>;
};

/** The environment variable in which a worker finds this credential of the account. */
export function credentialVariable({ account }: LocalAccount, credential: string): string {
  return `LOCAL_${account}_${credential}`.replace(/\W/g, '_').toUpperCase();
}

/** The secrets of all these accounts, by environment variable. */
export function secretsOf(accounts: readonly LocalAccount[]): Record<string, string> {
  return Object.fromEntries(
    accounts.flatMap((account) =>
      Object.entries(account.credentials).map(([name, value]) => [credentialVariable(account, name), value]),
    ),
  );
}
