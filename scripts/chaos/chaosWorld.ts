import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, createWithdrawalClient, type WithdrawalClient } from '../../client/index.ts';
import { startSimulator, type ExchangeName, type Simulator } from '../../simulator/index.ts';
import { startTemporalServer } from '../server/startTemporalServer.ts';
import type { TemporalServer } from '../server/temporalServer.ts';
import { accountNamed, chaosAccounts } from './chaosAccounts.ts';
import { chaosConfig, chaosEnvironment } from './chaosConfig.ts';
import { keepWorker, type KeptWorker } from './keepWorker.ts';

const workerNames = ['chaos-1', 'chaos-2'] as const;

export type ChaosWorld = {
  readonly client: WithdrawalClient;
  readonly server: TemporalServer;
  readonly simulators: ReadonlyMap<ExchangeName, Simulator>;
  /** Two processes that serve the same accounts. */
  readonly workers: readonly KeptWorker[];
  simulatorOf(account: string): Simulator;
  /** Leaves no process behind. */
  stop(): Promise<void>;
};

/** Starts Temporal on a database of its own, the fake exchanges, and two workers that are started again whenever they end. */
export async function startChaosWorld(say: (text: string) => void): Promise<ChaosWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'withdrawals-chaos-'));
  const server = await startTemporalServer({ databaseFile: join(folder, 'temporal.db'), log: say });
  const simulators = new Map<ExchangeName, Simulator>();
  for (const exchange of new Set(chaosAccounts.map((one) => one.exchange))) {
    const accounts = [...new Set(chaosAccounts.filter((one) => one.exchange === exchange).map((one) => one.simulated))];
    simulators.set(exchange, await startSimulator({ exchange, accounts }));
  }
  const simulatorOf = (account: string): Simulator => {
    const found = simulators.get(accountNamed(account).exchange);
    if (found === undefined) throw new Error(`${account} has no exchange`);
    return found;
  };
  const workers: KeptWorker[] = [];
  for (const name of workerNames) {
    const file = join(folder, `${name}.toml`);
    await writeFile(file, chaosConfig(({ account }) => simulatorOf(account).baseUrl, name, 1 / workerNames.length));
    const env = { ...chaosEnvironment(), TEMPORAL_ADDRESS: server.address, WITHDRAWALS_CONFIG: file };
    workers.push(await keepWorker(name, env, join(folder, `${name}.log`), say));
  }
  const temporal = await connect({ address: server.address });
  const client = createWithdrawalClient({ temporal: temporal.client });
  say(`Temporal ${server.pid} at ${server.address}, workers ${workers.map((worker) => worker.pid).join(' and ')}, logs in ${folder} until the end`);
  return {
    client,
    server,
    simulators,
    workers,
    simulatorOf,
    async stop() {
      client.close();
      await Promise.all(workers.map((worker) => worker.end()));
      // The connection goes with this process: closed under calls that are being retried it would throw where nobody catches.
      await Promise.all([...simulators.values()].map((simulator) => simulator.close()));
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
