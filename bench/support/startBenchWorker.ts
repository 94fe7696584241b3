import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { stringify } from 'smol-toml';

import { exchanges } from '../../exchanges/registry.ts';
import { startWorkerProcess, type WorkerProcess } from '../../scripts/local/workerProcess.ts';
import type { BenchAccount } from './benchAccounts.ts';
import type { RateLimit } from './exchangeMessages.ts';

export type BenchWorkerOptions = {
  readonly temporalAddress: string;
  readonly baseUrl: string;
  readonly accounts: readonly BenchAccount[];
  /** For its configuration file and its log. */
  readonly folder: string;
  readonly name?: string;
  /** The limit of every scope of the adapter; by default none that matters. */
  readonly limit?: RateLimit;
  /** Tables of `withdrawals.toml`; fields that are not given have the product's defaults. */
  readonly worker?: Readonly<Record<string, unknown>>;
  readonly poll?: Readonly<Record<string, unknown>>;
  readonly policy?: Readonly<Record<string, unknown>>;
  /** Adapter options. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** Further environment variables, such as NODE_OPTIONS. */
  readonly env?: Readonly<Record<string, string>>;
};

const noLimit: RateLimit = { requests: 100_000, perMs: 1_000 };

/** Starts the built worker as a user would, with a TOML file, and waits until it polls. */
export async function startBenchWorker(options: BenchWorkerOptions): Promise<WorkerProcess> {
  const name = options.name ?? 'bench';
  const file = join(options.folder, `${name}.toml`);
  await writeFile(file, benchConfig(options, name));
  const secrets = options.accounts.flatMap((account) =>
    Object.entries(account.credentials).map(([credential, value]) => [variableOf(account, credential), value]),
  );
  const env = {
    ...(Object.fromEntries(secrets) as Record<string, string>),
    TEMPORAL_ADDRESS: options.temporalAddress,
    WITHDRAWALS_CONFIG: file,
    ...options.env,
  };
  return await startWorkerProcess(env, join(options.folder, `${name}.log`));
}

/** Text of the configuration file of a bench's worker. */
export function benchConfig(
  { accounts, baseUrl, limit = noLimit, options = {}, worker = {}, poll = {}, policy = {} }: BenchWorkerOptions,
  name: string,
): string {
  return stringify({
    accounts: Object.fromEntries(
      accounts.map((account) => [
        account.name,
        {
          baseUrl,
          exchangeAccountId: account.simulated.accountId,
          credentials: credentialSources(account),
          limits: Object.fromEntries((exchanges[account.kind]?.limitScopes ?? []).map((scope) => [scope.name, limit])),
          options,
        },
      ]),
    ),
    worker: { name, ...worker },
    poll,
    policy,
    log: { level: 'warn' },
  });
}

function credentialSources(account: BenchAccount): Record<string, { env: string }> {
  const names = Object.keys(account.credentials);
  return Object.fromEntries(names.map((name) => [name, { env: variableOf(account, name) }]));
}

function variableOf({ name }: BenchAccount, credential: string): string {
  return `BENCH_${name}_${credential}`.replace(/\W/g, '_').toUpperCase();
}
