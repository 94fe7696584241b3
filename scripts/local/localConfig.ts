import { stringify } from 'smol-toml';

import { credentialVariable, type LocalAccount } from './localAccount.ts';

export type LocalConfig = {
  readonly accounts: readonly LocalAccount[];
  readonly baseUrlOf: (account: LocalAccount) => string;
  readonly groups: readonly string[];
  /** Named in health reports. */
  readonly workerName: string;
  /** This process's part of every limit: all processes on these simulators together have 1. */
  readonly limitShare: number;
  /** Tables of the configuration as they stand there. */
  readonly policy: Readonly<Record<string, string>>;
  readonly poll: Readonly<Record<string, string>>;
};

/** A worker's configuration as TOML. Credentials are named by environment variables, never written. */
export function localConfig({
  accounts,
  baseUrlOf,
  groups,
  workerName,
  limitShare,
  policy,
  poll,
}: LocalConfig): string {
  const table = (account: LocalAccount) => ({
    baseUrl: baseUrlOf(account),
    exchangeAccountId: account.simulated.accountId,
    workerGroup: account.workerGroup,
    credentials: credentialSources(account),
  });
  return stringify({
    accounts: Object.fromEntries(accounts.map((account) => [account.account, table(account)])),
    worker: { groups: [...groups], name: workerName, limitShare },
    policy,
    poll,
  });
}

function credentialSources(account: LocalAccount): Record<string, { env: string }> {
  const names = Object.keys(account.credentials);
  return Object.fromEntries(names.map((name) => [name, { env: credentialVariable(account, name) }]));
}
