import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Simulator } from '../../simulator/index.ts';
import { startTemporalServer } from '../server/startTemporalServer.ts';
import { type LocalAccount, secretsOf } from './localAccount.ts';
import { localConfig } from './localConfig.ts';
import { type SimulatorSettings, startSimulators } from './startSimulators.ts';
import { startWorkerProcess, type WorkerProcess } from './workerProcess.ts';

export type LocalStackOptions = {
  readonly accounts: readonly LocalAccount[];
  /** Where database, configurations and logs lie; made if missing, never removed here. */
  readonly folder: string;
  /** False: state is lost on power loss, and quicker. */
  readonly durable: boolean;
  readonly settingsOf: (account: LocalAccount) => SimulatorSettings;
  readonly policy: Readonly<Record<string, string>>;
  readonly poll: Readonly<Record<string, string>>;
  /** Told what starts, line by line. */
  readonly say: (line: string) => void;
};

/** Everything that withdrawals need, on this machine: Temporal with its UI, fake exchanges, workers as processes. */
export type LocalStack = {
  readonly address: string;
  readonly namespace: string;
  readonly uiUrl: string | null;
  readonly folder: string;
  /** The fake exchange of an account. */
  simulatorOf(account: LocalAccount): Simulator;
  /** What a worker of this group, or a shell, needs: addresses, its configuration's path, the secrets. */
  environmentOf(group: string): Promise<Record<string, string>>;
  /** Starts a worker of the group and waits until it polls; `log` is its log file's name. It ends with the stack. */
  startWorker(group: string, log: string, env?: Readonly<Record<string, string>>): Promise<WorkerProcess>;
  stop(): Promise<void>;
};

/** Starts server and fake exchanges; workers are started by the caller. Ends what it began when it throws. */
export async function startLocalStack(options: LocalStackOptions): Promise<LocalStack> {
  const { accounts, folder, policy, poll, say } = options;
  await mkdir(folder, { recursive: true });
  const server = await startTemporalServer({
    ui: true,
    durable: options.durable,
    databaseFile: join(folder, 'temporal.db'),
    log: say,
  });
  const simulators = await startSimulators(accounts, options.settingsOf).catch(async (error: unknown) => {
    await server.stop();
    throw error;
  });
  const groups = new Set(accounts.map((account) => account.workerGroup));
  const workers: WorkerProcess[] = [];

  async function environmentOf(group: string): Promise<Record<string, string>> {
    const file = join(folder, groups.size === 1 ? 'withdrawals.toml' : `withdrawals-${group}.toml`);
    const config = localConfig({
      accounts,
      baseUrlOf: (account) => simulators.of(account).baseUrl,
      groups: [group],
      workerName: `local-${group}`,
      // One process a group, all on this machine: together they take the whole limit and no more.
      limitShare: 1 / groups.size,
      policy,
      poll,
    });
    await writeFile(file, config);
    return {
      TEMPORAL_ADDRESS: server.address,
      TEMPORAL_NAMESPACE: server.namespace,
      WITHDRAWALS_CONFIG: file,
      ...secretsOf(accounts),
    };
  }

  return {
    address: server.address,
    namespace: server.namespace,
    uiUrl: server.uiUrl,
    folder,
    simulatorOf: (account) => simulators.of(account),
    environmentOf,
    async startWorker(group, log, env = {}) {
      const worker = await startWorkerProcess({ ...(await environmentOf(group)), ...env }, join(folder, log));
      workers.push(worker);
      return worker;
    },
    async stop() {
      await Promise.all(workers.map((worker) => worker.stop()));
      await simulators.close();
      await server.stop();
    },
  };
}
