import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { stringify } from 'smol-toml';

import { exchanges } from '../../exchanges/registry.ts';
import { startWorkerProcess, type WorkerProcess } from '../../scripts/demo/workerProcess.ts';
import type { BenchAccount } from './benchAccounts.ts';
import type { RateLimit } from './exchangeMessages.ts';

export type BenchWorkerOptions = {
  readonly temporalAddress: string;
  readonly baseUrl: string;
  readonly accounts: readonly BenchAccount[];
  /** Where its configuration and log go. */
  readonly folder: string;
  readonly name?: string;
  /** For every limit scope of the adapter; default: lifted. */
  readonly limit?: RateLimit;
  /** Tables of `withdrawals.toml`; what is not given has the product's default. */
  readonly worker?: Readonly<Record<string, unknown>>;
  readonly poll?: Readonly<Record<string, unknown>>;
  readonly policy?: Readonly<Record<string, unknown>>;
  /** Adapter options. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** Beside what the worker needs, such as NODE_OPTIONS. */
  readonly env?: Readonly<Record<string, string>>;
};

const lifted: RateLimit = { requests: 100_000, perMs: 1_000 };

/** Starts the built worker as a user would, by a TOML file, and waits until it polls. */
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

/** The configuration file of a worker of a bench. */
export function benchConfig(
  { accounts, baseUrl, limit = lifted, options = {}, worker = {}, poll = {}, policy = {} }: BenchWorkerOptions,
  name: string,
): string {
  return stringify({
    accounts: Object.fromEntries(
      accounts.map((account) => [
        account.name,
        {
          baseUrl,
          exchangeAccountId: account.simulated.accountId,
          credentials: Object.fromEntries(
            Object.keys(account.credentials).map((credential) => [
              credential,
              { env: variableOf(account, credential) },
            ]),
          ),
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

function variableOf({ name }: BenchAccount, credential: string): string {
  return `BENCH_${name}_${credential}`.replace(/\W/g, '_').toUpperCase();
}
