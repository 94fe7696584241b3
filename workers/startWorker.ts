import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { performance } from 'node:perf_hooks';

import { createAccountsClient } from '../activities/account/accountsClient.ts';
import { createFollowActivities } from '../activities/createFollowActivities.ts';
import { createMoneyActivities } from '../activities/createMoneyActivities.ts';
import type { ActivityDependencies } from '../activities/dependencies.ts';
import { sleep } from '../activities/sleep.ts';
import type { Log } from '../domain/log.ts';
import { buildAccountRuntimes } from './accounts/buildAccountRuntimes.ts';
import { createCatalogPublisher } from './accounts/catalogPublisher.ts';
import { keepAccountsFresh, type FreshAccount } from './accounts/keepAccountsFresh.ts';
import { setUpAccounts, type ServedAccount } from './accounts/setUpAccounts.ts';
import { verifyAccounts } from './accounts/verifyAccounts.ts';
import type { WorkerConfig } from './config/workerConfig.ts';
import { checkNamespace } from './temporal/checkNamespace.ts';
import { connectTemporal, type TemporalConnection } from './temporal/connectTemporal.ts';
import { createWorkers } from './temporal/createWorkers.ts';
import { ensureSearchAttributes } from './temporal/ensureSearchAttributes.ts';
import { runWorkers } from './temporal/runWorkers.ts';
import { workflowCode, type WorkflowCode } from './temporal/workflowCode.ts';

export type StartOptions = {
  readonly config: WorkerConfig;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: Log;
  readonly crashPoint: NonNullable<ActivityDependencies['crashPoint']>;
  /** @default the built bundle */
  readonly code?: WorkflowCode;
};

export type RunningWorker = {
  readonly accounts: readonly string[];
  /** Resolves once drained and disconnected; rejects when a worker broke. */
  readonly done: Promise<void>;
  /** Stops polling, hands held waits back to Temporal, lets submits finish. May be called again. */
  drain(): Promise<void>;
};

/**
 * Checks everything that the worker depends on, then starts polling. Throws StartupError with all problems, before
 * anything is polled. Temporal's Runtime must be installed before the call.
 */
export async function startWorker(options: StartOptions): Promise<RunningWorker> {
  const temporal = await connectTemporal({ env: options.env, profile: options.config.temporal.profile ?? null });
  try {
    return await startConnected(temporal, options);
  } catch (error) {
    await temporal.connection.close();
    throw error;
  }
}

async function startConnected(
  temporal: TemporalConnection,
  { config, log, crashPoint, code = workflowCode() }: StartOptions,
): Promise<RunningWorker> {
  const { connection, client, namespace } = temporal;
  const worker = config.worker.name ?? hostname();
  await checkNamespace(temporal, config.policy.maxRequestAgeMs);
  await ensureSearchAttributes(temporal);
  const accounts = setUpAccounts({ config, client, worker, log, nowMs: Date.now, crashPoint });
  await verifyAccounts(client, accounts);

  const shared = {
    client: createAccountsClient(client),
    policy: config.policy,
    worker,
    nowMs: Date.now,
    monotonicMs: () => performance.now(),
    randomToken: () => randomBytes(16).toString('hex'),
    sleep,
    log,
    crashPoint,
  } satisfies Partial<ActivityDependencies>;
  const groups = config.worker.groups.map((workerGroup) => {
    const own = accounts.filter((account) => account.config.workerGroup === workerGroup);
    const dependencies: ActivityDependencies = {
      ...shared,
      workerGroup,
      accounts: buildAccountRuntimes({ accounts: own, poll: config.poll, nowMs: Date.now, log }),
    };
    return {
      dependencies,
      group: workerGroup,
      money: createMoneyActivities(dependencies),
      follow: createFollowActivities(dependencies),
    };
  });
  const workers = await createWorkers({ connection, namespace, config: config.worker, code, groups });

  const feeds = groups.flatMap(({ dependencies }) =>
    [...dependencies.accounts.values()].map((runtime) => runtime.feed),
  );
  const releaseWaiters = async (): Promise<void> => void (await Promise.all(feeds.map((feed) => feed.shutdown())));
  const running = runWorkers(workers, releaseWaiters, log);
  const stopped = new AbortController();
  void keepAccountsFresh(
    accounts.map((account) => withCatalog(account, temporal)),
    log,
    stopped.signal,
  );
  const finish = async (): Promise<void> => {
    try {
      await running.done;
    } finally {
      stopped.abort();
      // A connection that cannot be closed must not hide the error that broke the workers.
      await connection.close().catch((error: unknown) => log.warn({ error }, 'connection not closed'));
    }
  };
  return { accounts: accounts.map((account) => account.config.account), done: finish(), drain: () => running.drain() };
}

function withCatalog({ config, exchange, verifier }: ServedAccount, { client }: TemporalConnection): FreshAccount {
  const { account } = config;
  return {
    account,
    verifier,
    catalog: createCatalogPublisher(client, account, () => exchange.readAssetRules({ priority: 'validate' })),
  };
}
