import { connect, createWithdrawalClient } from '../../client/index.ts';
import { accountWorkflowId, withdrawalWorkflowId } from '../../workflows/messages.ts';
import { type LocalStack, startLocalStack } from '../local/startLocalStack.ts';
import type { SimulatorSettings } from '../local/startSimulators.ts';
import { playAccounts } from './playAccounts.ts';
import { stageCast } from './playCast.ts';
import { environmentFile } from './playEnvironment.ts';
import type { PlayFolder } from './playFolder.ts';
import { terminateBetweenLooks } from './terminateBetweenLooks.ts';

export type Playground = {
  readonly uiUrl: string | null;
  /** Where the control of each fake exchange is, by environment variable. */
  readonly controls: Readonly<Record<string, string>>;
  /** The record that `resolve lost-1 adopt` names. */
  readonly adoptableId: string;
  /** Resolves with the signal or code that ended the worker. */
  readonly workerEnded: Promise<string>;
  stop(): Promise<void>;
};

/** Shorter than the defaults, so that a person at a keyboard sees what happens. */
const policy = {
  confirmMoneyBack: '2 seconds',
  reconcileWindow: '8 seconds',
  reconcileInterval: '500 ms',
  followHold: '20 seconds',
  lateWatch: '1 day',
  lateWatchInterval: '10 seconds',
  recordMissing: '30 seconds',
  laneBlocked: '30 seconds',
};

const terminatedAccount = 'bitunix/spare';
const settings: SimulatorSettings = {
  script: [
    { afterMs: 3_000, status: 'broadcast' },
    { afterMs: 10_000, status: 'completed' },
  ],
};

/** Starts Temporal, the fake exchanges and a worker, stages the cast, and writes what a shell needs to the folder. */
export async function startPlayground(folder: PlayFolder, say: (line: string) => void): Promise<Playground> {
  // A profile without settings, so that none of this machine's user leads to another server.
  folder.write('temporal.toml', '[profile.default]\n');
  process.env['TEMPORAL_CONFIG_FILE'] = `${folder.path}/temporal.toml`;
  const stack = await startLocalStack({
    accounts: playAccounts,
    folder: folder.path,
    durable: false,
    settingsOf: () => settings,
    policy,
    poll: { interval: '1 second', unhealthyAfter: '20 seconds' },
    say,
  });
  try {
    return await furnish(stack, folder, say);
  } catch (error) {
    await stack.stop();
    throw error;
  }
}

async function furnish(stack: LocalStack, folder: PlayFolder, say: (line: string) => void): Promise<Playground> {
  say('Temporal and the fake exchanges run. Starting a worker, and withdrawals that wait for you …');
  const worker = await stack.startWorker('default', 'worker.log');
  const temporal = await connect({ address: stack.address, namespace: stack.namespace });
  const { workflow } = temporal.client;
  const staged = await stageCast({
    client: createWithdrawalClient({ temporal: temporal.client }),
    simulatorOf: (account) => stack.simulatorOf(account),
    terminate: (id) => terminateBetweenLooks(workflow.getHandle(withdrawalWorkflowId(id))),
  });
  await workflow.getHandle(accountWorkflowId(terminatedAccount)).terminate('npm run play');
  await temporal.close();
  const controls = controlsOf(stack);
  folder.write('gone-1.json', `${JSON.stringify(staged.terminatedRequest, null, 2)}\n`);
  const config = process.env['TEMPORAL_CONFIG_FILE'] ?? '';
  const variables = { ...(await stack.environmentOf('default')), TEMPORAL_CONFIG_FILE: config, ...controls };
  folder.write('env', environmentFile(variables));
  return {
    uiUrl: stack.uiUrl,
    controls,
    adoptableId: staged.adoptableId,
    workerEnded: worker.ended,
    stop: () => stack.stop(),
  };
}

function controlsOf(stack: LocalStack): Record<string, string> {
  const entries = playAccounts.map((account) => {
    const { exchange, baseUrl } = stack.simulatorOf(account);
    return [`SIMULATOR_${exchange.toUpperCase()}`, `${new URL(baseUrl).origin}/_simulator`] as const;
  });
  return Object.fromEntries(entries);
}
