import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import type { Client } from '@temporalio/client';
import pMap from 'p-map';

import { createWithdrawalClient } from '../../client/index.ts';
import { withdrawalWorkflowId, withdrawalWorkflowType } from '../../workflows/messages.ts';
import type { BenchAccount } from '../support/benchAccounts.ts';
import { startBenchWorker } from '../support/startBenchWorker.ts';
import type { ExchangeProcess } from '../support/startExchangeProcess.ts';
import { submitDirectly } from '../support/submitDirectly.ts';
import { startWithdrawals, until, withdrawalRequests } from '../support/withdrawals.ts';
import { type FollowInput, referenceTaskQueue } from './references/contract.ts';

export const formNames = ['ours', 'loop', 'retry'] as const;
export type FormName = (typeof formNames)[number];

export type FormSetting = {
  readonly temporalAddress: string;
  readonly temporal: Client;
  readonly exchange: ExchangeProcess;
  readonly accounts: readonly BenchAccount[];
  readonly folder: string;
  readonly inFlight: number;
  readonly cadenceMs: number;
};

/** A form of following whose withdrawals are all in flight. */
export type RunningForm = {
  readonly workflowIds: readonly string[];
  readonly workflowType: string;
  readonly workerPid: number;
  stop(): Promise<void>;
};

/** Starts a worker of this form and `inFlight` withdrawals, and resolves when all are being followed. */
export const startForm: Readonly<Record<FormName, (setting: FormSetting) => Promise<RunningForm>>> = {
  ours: startOurs,
  loop: (setting) => startReference(setting, 'loopWorkflow'),
  retry: (setting) => startReference(setting, 'retryWorkflow'),
};

const patienceMs = 1_800_000;

async function startOurs(setting: FormSetting): Promise<RunningForm> {
  const { temporalAddress, temporal, exchange, accounts, folder, inFlight, cadenceMs } = setting;
  // The same cadence at every age, as the references have it.
  const poll = { interval: `${cadenceMs} ms`, slowest: `${cadenceMs} ms` };
  const worker = await startBenchWorker({
    temporalAddress,
    baseUrl: exchange.baseUrl,
    accounts,
    folder,
    name: `ours-${randomBytes(3).toString('hex')}`,
    poll,
  });
  const client = createWithdrawalClient({ temporal });
  const requests = withdrawalRequests(accounts, inFlight);
  await startWithdrawals(client, requests);
  const tag = requests[0]?.withdrawalId.split('-')[0] ?? '';
  await until('all are followed', patienceMs, async () => {
    const { count } = await temporal.workflow.count(
      `WorkflowType = '${withdrawalWorkflowType}' AND ExecutionStatus = 'Running' AND phase = 'FOLLOWING' ` +
        `AND WorkflowId STARTS_WITH '${withdrawalWorkflowId(tag)}-'`,
    );
    return count === inFlight;
  });
  client.close();
  return {
    workflowIds: requests.map(({ withdrawalId }) => withdrawalWorkflowId(withdrawalId)),
    workflowType: withdrawalWorkflowType,
    workerPid: worker.pid,
    stop: () => worker.stop(),
  };
}

async function startReference(
  setting: FormSetting,
  workflowType: 'loopWorkflow' | 'retryWorkflow',
): Promise<RunningForm> {
  const { temporalAddress, temporal, exchange, accounts, inFlight, cadenceMs } = setting;
  const [account] = accounts;
  if (account === undefined) throw new RangeError('no account');
  const open = await submitDirectly(account, exchange.baseUrl, inFlight);
  const inputs = open.map((one): FollowInput => ({ ...one, cadenceMs }));
  const argument = JSON.stringify({ account, baseUrl: exchange.baseUrl, temporalAddress });
  const child = fork(fileURLToPath(new URL('references/workerProcess.js', import.meta.url)), [argument], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit');
  await Promise.race([
    once(child, 'message'),
    ended.then(() => Promise.reject(new Error('the reference worker ended before it was ready'))),
  ]);
  const tag = randomBytes(4).toString('hex');
  // Few at a time, so that their polls are spread too.
  const workflowIds = await pMap(
    inputs,
    async (input) => {
      const workflowId = `${workflowType}/${tag}/${input.exchangeWithdrawalId}`;
      await temporal.workflow.start(workflowType, { workflowId, taskQueue: referenceTaskQueue, args: [input] });
      return workflowId;
    },
    { concurrency: 20 },
  );
  // As many requests as for one submit and one read of each.
  await until('each was read once', patienceMs, async () => {
    const { byEndpoint } = await exchange.counts();
    return Object.values(byEndpoint).reduce((sum, count) => sum + count, 0) >= 2 * inFlight;
  });
  return {
    workflowIds,
    workflowType,
    workerPid: child.pid ?? 0,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
