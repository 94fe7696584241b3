import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Client } from '@temporalio/client';

import { createWithdrawalClient, type ConnectedTemporal, type WithdrawalClient } from '../../client/index.ts';
import { checksumAddress } from '../../exchanges/edgex/signing/checksumAddress.ts';
import { startSimulator, type LedgerEntry, type Simulator } from '../../simulator/index.ts';
import { accountWorkflowId } from '../../workflows/messages.ts';
import type { CrashAdapter } from './crashAdapters.ts';
import { crashConfig, crashEnvironment } from './crashConfig.ts';
import { startCrashProcess, type CrashProcess } from './crashProcess.ts';
import { judgeCrash } from './judgeCrash.ts';

/** An exchange, an account and its processes: for one play, or for several one after the other. */
export type CrashWorld = {
  readonly adapter: CrashAdapter;
  readonly account: string;
  readonly simulator: Simulator;
  readonly client: WithdrawalClient;
  readonly temporal: Client;
  /** A new one at each call. */
  newWithdrawal(): { readonly withdrawalId: string; readonly address: string };
  /**
   * Starts a worker, or takes the one that runs. It will die at the point, if one is given. Resolves when it polls, or
   * is gone.
   */
  startWorker(crashAt: string | null): Promise<CrashProcess>;
  /** Makes the exchange behave again as in the beginning. */
  resetExchange(): void;
  start(withdrawal: { withdrawalId: string; address: string; deadlineSeconds?: number | undefined }): Promise<void>;
  /** Makes one more withdrawal from the account. Throws unless it is paid out, once. */
  deliver(withdrawalId: string): Promise<void>;
  /** What the exchange accepted from us, and what left, by its own ledger. */
  accepted(address: string): LedgerEntry[];
  left(address: string): LedgerEntry[];
  /** SIGKILL, wherever the worker is. Resolves when it is gone. */
  killWorker(): Promise<void>;
  terminateAccount(): Promise<void>;
  accountRuns(): Promise<boolean>;
  /** Runs the operator's own process. It will die at the call to Temporal, if one is given. */
  runRestore(killAt: string | null): Promise<{ readonly how: string; readonly lastWords: string }>;
  stop(): Promise<void>;
};

export type CrashWorldOptions = {
  readonly adapter: CrashAdapter;
  readonly temporal: ConnectedTemporal;
  readonly policy: Readonly<Record<string, string>>;
  /** The folder of the compiled programs. */
  readonly dist: string;
  /** Runs work that keeps a core busy, so that there is not too much at a time. */
  readonly inTurn: <Result>(work: () => Promise<Result>) => Promise<Result>;
};

const script = [
  { afterMs: 200, status: 'broadcast' as const },
  { afterMs: 600, status: 'completed' as const },
];
/** A bound, not an expectation: on a busy machine a worker takes long to start. */
export const patienceSeconds = 600;

/** Starts an exchange for the adapter, and writes the configuration of its workers. Starts no worker. */
export async function startCrashWorld({
  adapter,
  temporal: connected,
  policy,
  dist,
  inTurn,
}: CrashWorldOptions): Promise<CrashWorld> {
  const tag = randomBytes(5).toString('hex');
  const account = `${adapter.adapter}/${tag}`;
  const folder = await mkdtemp(join(tmpdir(), 'withdrawals-crash-'));
  const simulator = await startSimulator({
    exchange: adapter.exchange,
    accounts: [adapter.simulated],
    script,
    rateLimit: { requests: 10_000, perMs: 1_000 },
  });
  const config = join(folder, 'withdrawals.toml');
  await writeFile(config, crashConfig({ adapter, account, baseUrl: simulator.baseUrl, group: tag, policy }));
  const { address, namespace, client: temporal } = connected;
  const env = {
    ...crashEnvironment(adapter),
    TEMPORAL_ADDRESS: address,
    TEMPORAL_NAMESPACE: namespace,
    WITHDRAWALS_CONFIG: config,
  };
  const client = createWithdrawalClient({ temporal });
  const processes: CrashProcess[] = [];
  let isOver = false;

  const startWorker = async (crashAt: string | null): Promise<CrashProcess> => {
    const runs = processes.at(-1);
    if (runs?.alive === true) {
      if (crashAt !== null) await runs.arm(crashAt);
      return runs;
    }
    const crash = { WITHDRAWALS_ALLOW_CRASH_POINTS: '1', WITHDRAWALS_CRASH_AT: crashAt ?? '' };
    return await inTurn(async () => {
      if (isOver) throw new Error('this play is over');
      const started = startCrashProcess(join(dist, 'workers/main.js'), { env: { ...env, ...crash } });
      processes.push(started);
      const polls = await started.ready;
      if (polls || crashAt !== null) return started;
      const { how, lastWords } = await started.ended;
      throw new Error(`the worker ended (${how}) before it polled: ${lastWords}`);
    });
  };
  const oursAt = (entries: LedgerEntry[]): LedgerEntry[] => entries.filter((entry) => !entry.foreign);
  const accepted = (to: string): LedgerEntry[] => oursAt(simulator.ledger.accepted({ address: to }));
  const left = (to: string): LedgerEntry[] => oursAt(simulator.ledger.left({ address: to }));
  const newAddress = (): string => checksumAddress(`0x${randomBytes(20).toString('hex')}`);
  let made = 0;
  const requests = new Map<string, Parameters<WithdrawalClient['start']>[0]>();
  const start: CrashWorld['start'] = async ({ withdrawalId, address: to, deadlineSeconds }) => {
    const now = Date.now();
    const deadlineAt = deadlineSeconds === undefined ? null : new Date(now + deadlineSeconds * 1_000).toISOString();
    const request = requests.get(withdrawalId) ?? {
      withdrawalId,
      account,
      asset: 'USDT',
      network: adapter.network,
      address: to,
      amount: '120',
      requestedAt: new Date(now).toISOString(),
      deadlineAt,
    };
    requests.set(withdrawalId, request);
    await client.start(request);
  };

  return {
    adapter,
    account,
    simulator,
    client,
    temporal,
    newWithdrawal: () => ({ withdrawalId: `crash-${account.replace('/', '-')}-${(made += 1)}`, address: newAddress() }),
    resetExchange: () => {
      simulator.disarm();
      simulator.setScript(script);
    },
    startWorker,
    start,
    accepted,
    left,
    async deliver(withdrawalId) {
      const to = newAddress();
      simulator.setScript(script, { address: to });
      await start({ withdrawalId, address: to });
      const result = await client.result(withdrawalId, { timeoutSeconds: patienceSeconds });
      const problems = judgeCrash('delivered', result, { accepted: accepted(to).length, left: left(to).length });
      if (problems.length > 0) throw new Error(`the next withdrawal: ${problems.join('; ')}`);
    },
    async killWorker() {
      const runs = processes.at(-1);
      runs?.signal('SIGKILL');
      await runs?.ended;
    },
    terminateAccount: async () =>
      void (await temporal.workflow.getHandle(accountWorkflowId(account)).terminate('crash matrix')),
    accountRuns: async () =>
      (await temporal.workflow.getHandle(accountWorkflowId(account)).describe()).status.name === 'RUNNING',
    async runRestore(killAt) {
      const said = ['--evidence', 'terminated by the crash matrix', '--actor', 'crash matrix'];
      const programArguments = ['account', 'restore', account, ...said];
      const program = join(dist, 'workers/cli.js');
      const preload = join(dist, 'scripts/crash-matrix/killAtCall.js');
      const cli =
        killAt === null
          ? startCrashProcess(program, { env, programArguments })
          : startCrashProcess(program, {
              env: { ...env, WITHDRAWALS_KILL_AT_CALL: killAt },
              programArguments,
              preload,
            });
      return await cli.ended;
    },
    async stop() {
      isOver = true;
      client.close();
      for (const one of processes) one.signal('SIGKILL');
      await Promise.all(processes.map((one) => one.ended));
      await simulator.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
