import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Client } from '@temporalio/client';

import { connect, createWithdrawalClient, type WithdrawalClient } from '../../client/index.ts';
import type { Simulator } from '../../simulator/index.ts';
import { freePorts } from '../server/freePorts.ts';
import { startProductionServer } from '../server/startProductionServer.ts';
import { startTemporalServer } from '../server/startTemporalServer.ts';
import type { TemporalServer } from '../server/temporalServer.ts';
import { accountNamed, canaries, type ChaosAccount } from './chaosAccounts.ts';
import { chaosConfig, chaosEnvironment } from './chaosConfig.ts';
import { startExchanges } from './chaosExchanges.ts';
import { createLeakHunt, type LeakHunt } from './leakHunt.ts';
import { createRequestWatch, type RequestWatch } from './requestWatch.ts';
import { superviseWorker, type SupervisedWorker } from './superviseWorker.ts';

const workerNames = ['chaos-1', 'chaos-2'] as const;

export type ChaosServer = 'embedded' | 'postgres';

export type ChaosWorld = {
  readonly client: WithdrawalClient;
  readonly temporal: Client;
  readonly server: TemporalServer;
  readonly simulators: ReadonlyMap<string, Simulator>;
  /** Two processes that serve the same accounts. */
  readonly workers: readonly SupervisedWorker[];
  readonly logFiles: readonly string[];
  readonly metricsUrls: readonly string[];
  readonly hunt: LeakHunt;
  readonly requests: RequestWatch;
  simulatorOf(account: string): Simulator;
  /** Leaves no process behind. */
  stop(): Promise<void>;
};

/** Starts Temporal on a database of its own, the fake exchanges and two supervised workers. */
export async function startChaosWorld(kind: ChaosServer, say: (text: string) => void): Promise<ChaosWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'withdrawals-chaos-'));
  const server =
    kind === 'postgres'
      ? await startProductionServer({ log: say })
      : await startTemporalServer({ databaseFile: join(folder, 'temporal.db'), log: say });
  if (server.pid === 0)
    throw new Error('a server that is not ours would be killed and stopped: unset TEMPORAL_ADDRESS');
  const hunt = createLeakHunt(canaries);
  const requests = createRequestWatch(canaries, hunt);
  const simulators = await startExchanges(requests);
  const simulatorOf = (account: string): Simulator => {
    const found = simulators.get(accountNamed(account).exchange);
    if (found === undefined) throw new Error(`${account} has no exchange`);
    return found;
  };
  const metricsAddresses = (await freePorts(workerNames.length)).map((port) => `127.0.0.1:${port}`);
  const baseUrlOf = ({ account }: ChaosAccount): string => simulatorOf(account).baseUrl;
  const workers: SupervisedWorker[] = [];
  for (const [index, name] of workerNames.entries()) {
    const file = join(folder, `${name}.toml`);
    await writeFile(
      file,
      chaosConfig(baseUrlOf, {
        name,
        limitShare: 1 / workerNames.length,
        metricsAddress: metricsAddresses[index] ?? '',
      }),
    );
    const env = { ...chaosEnvironment(), TEMPORAL_ADDRESS: server.address, WITHDRAWALS_CONFIG: file };
    workers.push(await superviseWorker(name, env, join(folder, `${name}.log`), say));
  }
  const temporal = await connect({ address: server.address });
  const client = createWithdrawalClient({ temporal: temporal.client });
  const pids = workers.map((worker) => worker.pid).join(' and ');
  say(`Temporal ${server.pid} at ${server.address}, workers ${pids}, logs in ${folder} until the end`);
  return {
    client,
    temporal: temporal.client,
    server,
    simulators,
    workers,
    logFiles: workerNames.map((name) => join(folder, `${name}.log`)),
    metricsUrls: metricsAddresses.map((address) => `http://${address}/metrics`),
    hunt,
    requests,
    simulatorOf,
    async stop() {
      client.close();
      await Promise.all(workers.map((worker) => worker.end()));
      // The connection ends with this process. Closed while calls are being retried, it would throw uncaught.
      await Promise.all([...simulators.values()].map((simulator) => simulator.close()));
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
