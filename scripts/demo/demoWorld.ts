import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { connect, createWithdrawalClient, type WithdrawalClient } from '../../client/index.ts';
import { startSimulator, type Simulator } from '../../simulator/index.ts';
import { startTemporalServer } from '../server/startTemporalServer.ts';
import { demoConfig, demoEnvironment } from './demoConfig.ts';
import { demoStages, repeatGuid, stageOf, type DemoStage } from './demoStages.ts';
import { startWorkerProcess, type WorkerProcess } from './workerProcess.ts';

export type DemoWorld = {
  readonly uiUrl: string | null;
  readonly client: WithdrawalClient;
  /** The exchange behind an account. */
  simulatorOf(account: string): Simulator;
  /** Settles once the worker that was to die in mid-flight has died and another one took its place. */
  readonly crashed: Promise<string>;
  stop(): Promise<void>;
};

/** Starts everything a withdrawal needs on this machine: Temporal with its UI, the fake exchanges, two workers. */
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
  for (const name of new Set(demoStages.map((stage) => simulatorName(stage))))
    simulators.set(name, await startExchange(name));
  const simulatorOf = (stage: DemoStage): Simulator => simulators.get(simulatorName(stage)) ?? fail(stage.account);
  const environmentOf = async (group: string): Promise<Record<string, string>> => {
    const file = join(folder, `${group}.toml`);
    await writeFile(
      file,
      demoConfig((stage) => simulatorOf(stage).baseUrl, group),
    );
    return { ...demoEnvironment(), TEMPORAL_ADDRESS: server.address, WITHDRAWALS_CONFIG: file };
  };
  const workers: WorkerProcess[] = [
    await startWorkerProcess(await environmentOf('default'), join(folder, 'worker.log')),
  ];
  const doomed = await startWorkerProcess(
    {
      ...(await environmentOf('crash')),
      WITHDRAWALS_ALLOW_CRASH_POINTS: '1',
      WITHDRAWALS_CRASH_AT: 'submit.afterSend',
    },
    join(folder, 'doomed.log'),
  );
  say(`workers ${workers[0]?.pid} and ${doomed.pid} poll; logs in ${folder}`);
  const crashed = doomed.ended.then(async (how) => {
    if (how !== 'SIGKILL') return how;
    say(`worker ${doomed.pid} died by ${how} between sending and answering; another one takes its place`);
    workers.push(await startWorkerProcess(await environmentOf('crash'), join(folder, 'second.log')));
    return how;
  });
  const temporal = await connect({ address: server.address });
  const client = createWithdrawalClient({ temporal: temporal.client });
  return {
    uiUrl: server.uiUrl,
    client,
    simulatorOf: (account) => simulatorOf(stageOf(account)),
    crashed,
    async stop() {
      client.close();
      await temporal.close();
      await Promise.all([...workers, doomed].map((worker) => worker.stop()));
      await Promise.all([...simulators.values()].map((simulator) => simulator.close()));
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function simulatorName({ exchange, variant }: DemoStage): string {
  return `${exchange} ${variant}`;
}

/** edgeX shows one account three times; every other account has a key of its own. */
async function startExchange(name: string): Promise<Simulator> {
  const stages = demoStages.filter((stage) => simulatorName(stage) === name);
  const [first] = stages;
  if (first === undefined) throw new Error(`nobody is at ${name}`);
  const accounts = [...new Set(stages.map((stage) => stage.simulated))];
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
