import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, createWithdrawalClient, type WithdrawalClient } from '../../client/index.ts';
import { startSimulator, type Simulator, type SimulatorOptions } from '../../simulator/index.ts';
import { startTemporalServer } from '../server/startTemporalServer.ts';
import { demoConfig, type DemoAccount } from './demoConfig.ts';
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

const balances = { USDT: '100000' };
const apiSecret = 'demo-secret';

/** Each account with the exchange it is at; accounts of one exchange name share a simulator. */
const stages: readonly (DemoAccount & { readonly simulator: string })[] = [
  { account: 'bigone/treasury', simulator: 'bigone', workerGroup: 'default', exchangeAccountId: '1001' },
  { account: 'bigone/strict', simulator: 'bigone strict', workerGroup: 'default', exchangeAccountId: '1002' },
  { account: 'bigone/careless', simulator: 'bigone careless', workerGroup: 'default', exchangeAccountId: '1003' },
  { account: 'bitunix/main', simulator: 'bitunix', workerGroup: 'default', exchangeAccountId: '2001' },
  { account: 'bitunix/paused', simulator: 'bitunix', workerGroup: 'default', exchangeAccountId: '2002' },
  { account: 'bitunix/crash', simulator: 'bitunix', workerGroup: 'crash', exchangeAccountId: '2003' },
];

const repeatGuid: Readonly<Record<string, SimulatorOptions['repeatGuid']>> = { 'bigone strict': 'error', 'bigone careless': 'secondWithdrawal' };

/** Starts everything a withdrawal needs on this machine: Temporal with its UI, the fake exchanges, two workers. */
export async function startDemoWorld(say: (text: string) => void): Promise<DemoWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'withdrawals-demo-'));
  const server = await startTemporalServer({ ui: true, durable: false, databaseFile: join(folder, 'temporal.db'), log: say });
  say(`Temporal at ${server.address}, UI at ${server.uiUrl ?? 'none'}`);
  const simulators = new Map<string, Simulator>();
  for (const name of new Set(stages.map((stage) => stage.simulator))) simulators.set(name, await startExchange(name));
  const at = (account: string): Simulator => simulators.get(stages.find((stage) => stage.account === account)?.simulator ?? '') ?? fail(account);
  const configFor = async (group: string): Promise<{ WITHDRAWALS_CONFIG: string }> => {
    const file = join(folder, `${group}.toml`);
    await writeFile(file, demoConfig(stages, (account) => at(account).baseUrl, group));
    return { WITHDRAWALS_CONFIG: file };
  };
  const env: Record<string, string> = { TEMPORAL_ADDRESS: server.address, DEMO_API_SECRET: apiSecret, ...Object.fromEntries(stages.map((stage) => [keyVariable(stage.account), keyOf(stage.account)])) };
  const workers: WorkerProcess[] = [await startWorkerProcess({ ...env, ...(await configFor('default')) }, join(folder, 'worker.log'))];
  const doomed = await startWorkerProcess({ ...env, ...(await configFor('crash')), WITHDRAWALS_ALLOW_CRASH_POINTS: '1', WITHDRAWALS_CRASH_AT: 'submit.afterSend' }, join(folder, 'doomed.log'));
  say(`workers ${workers[0]?.pid} and ${doomed.pid} poll; logs in ${folder}`);
  const crashed = doomed.ended.then(async (how) => {
    if (how !== 'SIGKILL') return how;
    say(`worker ${doomed.pid} died by ${how} between sending and answering; another one takes its place`);
    workers.push(await startWorkerProcess({ ...env, ...(await configFor('crash')) }, join(folder, 'second.log')));
    return how;
  });
  const temporal = await connect({ address: server.address });
  const client = createWithdrawalClient({ temporal: temporal.client });
  return {
    uiUrl: server.uiUrl,
    client,
    simulatorOf: at,
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

async function startExchange(name: string): Promise<Simulator> {
  const exchange = name.startsWith('bigone') ? 'bigone' : 'bitunix';
  const accounts = stages.filter((stage) => stage.simulator === name).map((stage) => ({ apiKey: keyOf(stage.account), apiSecret, accountId: stage.exchangeAccountId, balances }));
  const script = [{ afterMs: 1_500, status: 'broadcast' as const }, { afterMs: 4_000, status: 'completed' as const }];
  return await startSimulator({ exchange, accounts, script, ...(repeatGuid[name] === undefined ? {} : { repeatGuid: repeatGuid[name] }) });
}

export function keyVariable(account: string): string {
  return `DEMO_KEY_${account.replace(/\W/g, '_').toUpperCase()}`;
}

function keyOf(account: string): string {
  return `demo-key-${account}`;
}

function fail(account: string): never {
  throw new Error(`the demo has no exchange for ${account}`);
}
