import { setTimeout as delay } from 'node:timers/promises';

import type { Client } from '@temporalio/client';

import { createWithdrawalClient } from '../../client/index.ts';
import { withdrawalWorkflowId, withdrawalWorkflowType } from '../../workflows/messages.ts';
import type { BenchAccount } from '../support/benchAccounts.ts';
import { closedRuns } from '../support/closedRuns.ts';
import { detections } from '../support/detections.ts';
import type { RateLimit } from '../support/exchangeMessages.ts';
import { planChanges } from '../support/planChanges.ts';
import type { BenchServer } from '../support/startBenchServer.ts';
import { startBenchWorker } from '../support/startBenchWorker.ts';
import { requestsBetween, startExchangeProcess } from '../support/startExchangeProcess.ts';
import { startWithdrawals, until, withdrawalRequests } from '../support/withdrawals.ts';
import type { PolledFigures } from './pollOneByOne.ts';

export type MeasureOursInput = {
  readonly server: BenchServer;
  readonly temporal: Client;
  readonly folder: string;
  readonly account: BenchAccount;
  readonly inFlight: number;
  readonly limit: RateLimit;
  readonly intervalMs: number;
  readonly sample: number;
  readonly windowMs: number;
  readonly say: (text: string) => void;
};

const patienceMs = 3_600_000;
/** Pause after a worker has taken over, in which the held waits arrive and everything is read at least once. */
const settleMs = 20_000;

/** Starts all withdrawals without a limit, then follows them under the limit with a worker that is configured so. */
export async function measureOurs(input: MeasureOursInput): Promise<PolledFigures> {
  const { server, temporal, folder, account, inFlight, limit, intervalMs, sample, windowMs, say } = input;
  const accounts = [account];
  const exchange = await startExchangeProcess(accounts);
  const common = { temporalAddress: server.address, baseUrl: exchange.baseUrl, accounts, folder };
  // Few slots: the fake exchange checks signatures one by one, and no submit should time out while it waits.
  const starter = await startBenchWorker({
    ...common,
    name: 'starter',
    poll: { interval: '30 seconds' },
    worker: { moneySlots: 16 },
  });
  const client = createWithdrawalClient({ temporal });
  const requests = withdrawalRequests(accounts, inFlight);
  await startWithdrawals(client, requests);
  const running = `WorkflowType = '${withdrawalWorkflowType}' AND ExecutionStatus = 'Running'`;
  const countRunning = async (condition = ''): Promise<number> =>
    (await temporal.workflow.count(`${running}${condition}`)).count;
  await until(
    'all are followed',
    patienceMs,
    async () => (await countRunning(" AND phase = 'FOLLOWING'")) === inFlight,
  );
  client.close();
  await starter.stop();
  say(`${inFlight} in flight; from now on ${limit.requests} requests in ${limit.perMs} ms`);
  await exchange.setRateLimit(limit);
  const worker = await startBenchWorker({
    ...common,
    name: 'follower',
    limit,
    poll: { interval: `${intervalMs} ms`, slowest: `${intervalMs} ms` },
  });
  await delay(settleMs);

  // In lower case: some exchanges show an address with its checksum, which is in the case of the letters.
  const workflowOf = new Map(
    requests.map(({ address, withdrawalId }) => [address.toLowerCase(), withdrawalWorkflowId(withdrawalId)]),
  );
  const sampled = (await exchange.open()).toSorted(() => Math.random() - 0.5).slice(0, sample);
  const before = await exchange.counts();
  const startMs = Date.now();
  const ids = sampled.map((one) => one.exchangeWithdrawalId);
  await exchange.plan(planChanges(ids, { startMs, windowMs, random: Math.random }));
  const areNoted = async (): Promise<boolean> => (await countRunning()) <= inFlight - sampled.length;
  await until('every planned change is noted', patienceMs, areNoted, 1_000);
  const [after, seconds] = [await exchange.counts(), (Date.now() - startMs) / 1_000];
  const closed = await closedRuns(
    temporal,
    sampled.flatMap(({ address }) => workflowOf.get(address.toLowerCase()) ?? []),
  );
  const results = closed.map((one) => one.result);
  const detectionMs = detections(results, await exchange.changedAt());
  await worker.stop();
  await exchange.stop();
  const { total, refused } = requestsBetween(before, after);
  return { detectionMs, requests: total, refused, seconds };
}
