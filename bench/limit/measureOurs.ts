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
import type { PolledFigures } from './oneByOne.ts';

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
/** After a worker has taken over: held waits arrive, and everything has been read at least once. */
const settleMs = 20_000;

/** Brings all in flight with the limit lifted, then follows them under the limit by a worker that knows it. */
export async function measureOurs(input: MeasureOursInput): Promise<PolledFigures> {
  const { server, temporal, folder, account, inFlight, limit, intervalMs, sample, windowMs, say } = input;
  const accounts = [account];
  const exchange = await startExchangeProcess(accounts);
  const common = { temporalAddress: server.address, baseUrl: exchange.baseUrl, accounts, folder };
  // Few at a time: signatures are checked one by one at the fake exchange, and no submit should time out meanwhile.
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
  await until(
    'all are followed',
    patienceMs,
    async () => (await temporal.workflow.count(`${running} AND phase = 'FOLLOWING'`)).count === inFlight,
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

  // Some exchanges show an address with a checksum in its letters' case.
  const workflowOf = new Map(
    requests.map(({ address, withdrawalId }) => [address.toLowerCase(), withdrawalWorkflowId(withdrawalId)]),
  );
  const sampled = (await exchange.open()).toSorted(() => Math.random() - 0.5).slice(0, sample);
  const before = await exchange.counts();
  const startMs = Date.now();
  await exchange.plan(
    planChanges(
      sampled.map((one) => one.exchangeWithdrawalId),
      { startMs, windowMs, random: Math.random },
    ),
  );
  await until(
    'every planned change is noted',
    patienceMs,
    async () => (await temporal.workflow.count(running)).count <= inFlight - sampled.length,
    1_000,
  );
  const [after, seconds] = [await exchange.counts(), (Date.now() - startMs) / 1_000];
  const closed = await closedRuns(
    temporal,
    sampled.flatMap(({ address }) => workflowOf.get(address.toLowerCase()) ?? []),
  );
  const detectionMs = detections(
    closed.map((one) => one.result),
    await exchange.changedAt(),
  );
  await worker.stop();
  await exchange.stop();
  const { total, refused } = requestsBetween(before, after);
  return { detectionMs, requests: total, refused, seconds };
}
