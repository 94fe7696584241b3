import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { connect, createWithdrawalClient, type WithdrawalClient } from '../../client/index.ts';
import type { Simulator } from '../../simulator/index.ts';
import type { LocalAccount } from '../local/localAccount.ts';
import { type LocalStack, startLocalStack } from '../local/startLocalStack.ts';
import type { SimulatorSettings } from '../local/startSimulators.ts';
import { demoAccount, demoAccounts, repeatGuid } from './demoAccounts.ts';

export type DemoWorld = {
  readonly address: string;
  readonly uiUrl: string | null;
  readonly client: WithdrawalClient;
  /** The fake exchange of an account. */
  simulatorOf(account: string): Simulator;
  /**
   * Resolves with the signal or code that ended the worker which is to crash between sending and answering. After
   * SIGKILL, once another worker polls in its place.
   */
  readonly crashed: Promise<string>;
  /** Ends servers and workers. The caller then ends the process. */
  stop(): Promise<void>;
};

/** Times are shortened so that every path ends within a minute. */
const policy = {
  confirmMoneyBack: '2 seconds',
  reconcileWindow: '6 seconds',
  reconcileInterval: '500 ms',
  reviewInterval: '2 seconds',
  followHold: '20 seconds',
  lateWatch: '20 seconds',
  lateWatchInterval: '5 seconds',
};

/** Starts everything that the withdrawals need on this machine: Temporal with its UI, fake exchanges, two workers. */
export async function startDemoWorld(say: (line: string) => void): Promise<DemoWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'withdrawals-demo-'));
  // Also when the demo is stopped while it starts.
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const stack = await startLocalStack({
    accounts: demoAccounts,
    folder,
    durable: false,
    settingsOf,
    policy,
    poll: { interval: '500 ms' },
    say,
  });
  try {
    return await populate(stack, say);
  } catch (error) {
    await stack.stop();
    throw error;
  }
}

async function populate(stack: LocalStack, say: (line: string) => void): Promise<DemoWorld> {
  const { address, namespace, uiUrl } = stack;
  say(`Temporal at ${address}, UI at ${uiUrl ?? 'none'}`);
  const worker = await stack.startWorker('default', 'worker.log');
  const crashing = await stack.startWorker('crash', 'crashing.log', {
    WITHDRAWALS_ALLOW_CRASH_POINTS: '1',
    WITHDRAWALS_CRASH_AT: 'submit.afterSend',
  });
  say(`workers ${worker.pid} and ${crashing.pid} poll; logs in ${stack.folder}`);
  const temporal = await connect({ address, namespace });
  const client = createWithdrawalClient({ temporal: temporal.client });
  return {
    address,
    uiUrl,
    client,
    simulatorOf: (account) => stack.simulatorOf(demoAccount(account)),
    crashed: replaceWhenKilled(stack, crashing, say),
    // The connection stays open: a path that still runs would throw. It ends with the process.
    stop: () => stack.stop(),
  };
}

function settingsOf({ variant }: LocalAccount): SimulatorSettings {
  const mode = repeatGuid[variant];
  const script = [
    { afterMs: 1_500, status: 'broadcast' as const },
    { afterMs: 4_000, status: 'completed' as const },
  ];
  return { script, ...(mode === undefined ? {} : { repeatGuid: mode }) };
}

async function replaceWhenKilled(
  stack: LocalStack,
  crashing: Awaited<ReturnType<LocalStack['startWorker']>>,
  say: (line: string) => void,
): Promise<string> {
  const how = await crashing.ended;
  if (how !== 'SIGKILL') return how;
  say(`worker ${crashing.pid} died by ${how} between sending and answering; another takes its place`);
  await stack.startWorker('crash', 'second.log');
  return how;
}
