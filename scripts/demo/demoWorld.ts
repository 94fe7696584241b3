import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { connect, createWithdrawalClient, type WithdrawalClient } from '../../client/index.ts';
import { startSimulator, type Simulator } from '../../simulator/index.ts';
import { startTemporalServer } from '../server/startTemporalServer.ts';
import { demoAccount, demoAccounts, repeatGuid, type DemoAccount } from './demoAccounts.ts';
import { demoConfig, demoEnvironment } from './demoConfig.ts';
import { startWorkerProcess, type WorkerProcess } from './workerProcess.ts';

export type DemoWorld = {
  readonly uiUrl: string | null;
  readonly client: WithdrawalClient;
  /** The fake exchange of an account. */
  simulatorOf(account: string): Simulator;
  /**
   * Resolves with the signal or code that ended the worker which is to crash between sending and answering. After
   * SIGKILL, once another worker polls in its place.
   */
  readonly crashed: Promise<string>;
  stop(): Promise<void>;
};

/** Starts everything that the withdrawals need on this machine: Temporal with its UI, fake exchanges, two workers. */
export async function startDemoWorld(say: (text: string) => void): Promise<DemoWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'withdrawals-demo-'));
  const server = await startTemporalServer({
    ui: true,
    durable: false,
    databaseFile: join(folder, 'temporal.db'),
    log: say,
  });
  say(`Temporal at ${server.address}, UI at ${server.uiUrl ?? 'none'}`);
  const simulators = new Map<string, Simulator>();
  for (const name of new Set(demoAccounts.map((account) => simulatorName(account))))
    simulators.set(name, await startExchange(name));
  const simulatorOf = (account: DemoAccount): Simulator =>
    simulators.get(simulatorName(account)) ?? fail(account.account);
  const environmentOf = async (group: string): Promise<Record<string, string>> => {
    const file = join(folder, `${group}.toml`);
    const config = demoConfig((account) => simulatorOf(account).baseUrl, group);
    await writeFile(file, config);
    return { ...demoEnvironment(), TEMPORAL_ADDRESS: server.address, WITHDRAWALS_CONFIG: file };
  };
  const workers: WorkerProcess[] = [
    await startWorkerProcess(await environmentOf('default'), join(folder, 'worker.log')),
  ];
  const crashing = await startWorkerProcess(
    {
      ...(await environmentOf('crash')),
      WITHDRAWALS_ALLOW_CRASH_POINTS: '1',
      WITHDRAWALS_CRASH_AT: 'submit.afterSend',
    },
    join(folder, 'doomed.log'),
  );
  say(`workers ${workers[0]?.pid} and ${crashing.pid} poll; logs in ${folder}`);
  const crashed = crashing.ended.then(async (how) => {
    if (how !== 'SIGKILL') return how;
    say(`worker ${crashing.pid} died by ${how} between sending and answering; another one takes its place`);
    workers.push(await startWorkerProcess(await environmentOf('crash'), join(folder, 'second.log')));
    return how;
  });
  const temporal = await connect({ address: server.address });
  const client = createWithdrawalClient({ temporal: temporal.client });
  return {
    uiUrl: server.uiUrl,
    client,
    simulatorOf: (account) => simulatorOf(demoAccount(account)),
    crashed,
    async stop() {
      client.close();
      await temporal.close();
      await Promise.all([...workers, crashing].map((worker) => worker.stop()));
      await Promise.all([...simulators.values()].map((simulator) => simulator.close()));
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function simulatorName({ exchange, variant }: DemoAccount): string {
  return `${exchange} ${variant}`;
}

/** Starts the simulator of this name with all its accounts. edgeX's three accounts are one account of the exchange. */
async function startExchange(name: string): Promise<Simulator> {
  const served = demoAccounts.filter((account) => simulatorName(account) === name);
  const [first] = served;
  if (first === undefined) throw new Error(`nobody is at ${name}`);
  const accounts = [...new Set(served.map((account) => account.simulated))];
  const script = [
    { afterMs: 1_500, status: 'broadcast' as const },
    { afterMs: 4_000, status: 'completed' as const },
  ];
  const mode = repeatGuid[first.variant];
  return await startSimulator({
    exchange: first.exchange,
    accounts,
    script,
    ...(mode === undefined ? {} : { repeatGuid: mode }),
  });
}

function fail(account: string): never {
  throw new Error(`the demo has no exchange for ${account}`);
}
