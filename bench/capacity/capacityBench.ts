import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { connect, createWithdrawalClient } from '../../client/index.ts';
import { freePorts } from '../../scripts/server/freePorts.ts';
import type { Bench, BenchContext } from '../support/bench.ts';
import { benchAccount } from '../support/benchAccounts.ts';
import { positive } from '../support/optionParsers.ts';
import { cpuSeconds, memoryBytes } from '../support/processUsage.ts';
import { startBenchServer } from '../support/startBenchServer.ts';
import { startBenchWorker } from '../support/startBenchWorker.ts';
import { requestsBetween, startExchangeProcess } from '../support/startExchangeProcess.ts';
import { rounded } from '../support/statistics.ts';
import { startWithdrawals, until, withdrawalRequests } from '../support/withdrawals.ts';
import { activityTimeouts } from './activityTimeouts.ts';

type CapacityOptions = {
  readonly rest: number;
  readonly accounts: number;
  readonly clients: number;
  readonly cache?: number;
  readonly heap: number;
};

const usualInFlight = 10_000;
const followingQuery = "ExecutionStatus = 'Running' AND WorkflowType = 'withdrawalWorkflow' AND phase = 'FOLLOWING'";
const fillPatienceMs = 3 * 3_600_000;
const sampleEveryMs = 1_000;
/** By default V8 takes up to three times 16 MB for young objects, in each of the worker's two heaps. */
const semiSpaceMegabytes = 4;
/**
 * Withdrawals are started in portions of this size, each while the portion before is on its way: the bench measures
 * withdrawals in flight, not a backlog of starts.
 */
const portion = 100;
const tellEveryMs = 15_000;

export const capacityBench: Bench = {
  name: 'capacity',
  summary: 'very many in flight in one worker process: memory, attempts timed out, CPU at rest',
  options: (command) =>
    command
      .option('--rest <seconds>', 'how long they are watched once all are in flight', positive, 120)
      .option('--accounts <n>', 'accounts that they are spread over', positive, 10)
      .option('--clients <n>', 'start calls at a time while filling', positive, 20)
      .option('--heap <MB>', "limit of the worker's JavaScript heap (--max-old-space-size)", positive, 600)
      .option('--cache <n>', "the worker's maxCachedWorkflows; default: the product's", positive),
  run: runCapacity,
};

async function runCapacity(context: BenchContext): Promise<Readonly<Record<string, unknown>>> {
  const { rest, accounts: accountCount, clients, cache, heap } = context.options as unknown as CapacityOptions;
  const inFlight = context.inFlight?.[0] ?? usualInFlight;
  const folder = mkdtempSync(join(tmpdir(), 'withdrawals-bench-'));
  context.onEnd(() => rmSync(folder, { recursive: true, force: true }));
  const metricsPort = (await freePorts(1))[0] ?? 0;
  const server = await startBenchServer(context.server, context.say, metricsPort);
  context.onEnd(() => server.stop());
  const accounts = Array.from({ length: accountCount }, (_, index) => benchAccount('bigone', index + 1));
  const exchange = await startExchangeProcess(accounts);
  context.onEnd(() => exchange.stop());
  const worker = await startBenchWorker({
    temporalAddress: server.address,
    baseUrl: exchange.baseUrl,
    accounts,
    folder,
    worker: cache === undefined ? {} : { maxCachedWorkflows: cache },
    env: {
      NODE_OPTIONS: `--max-old-space-size=${heap} --max-semi-space-size=${semiSpaceMegabytes}`,
      MALLOC_ARENA_MAX: '2',
    },
  });
  // SIGKILL, not SIGTERM: handing back ten thousand held waits would take longer than the bench.
  context.onEnd(() => void process.kill(worker.pid, 'SIGKILL'));
  const temporal = await connect({ address: server.address });
  context.onEnd(() => temporal.close());
  const client = createWithdrawalClient({ temporal: temporal.client });
  context.onEnd(() => client.close());

  const idle = { rssBytes: memoryBytes(worker.pid) };
  const filledFromMs = Date.now();
  let highest = idle.rssBytes;
  const sampling = setInterval(() => {
    highest = Math.max(highest, memoryBytes(worker.pid));
  }, sampleEveryMs);
  context.onEnd(() => clearInterval(sampling));
  const tellProgress = async (): Promise<void> => {
    const { accepted } = await exchange.counts();
    context.say(`${accepted} accepted, worker ${megabytes(memoryBytes(worker.pid))} MB`);
  };
  const telling = setInterval(() => void tellProgress(), tellEveryMs);
  context.onEnd(() => clearInterval(telling));
  const requests = withdrawalRequests(accounts, inFlight);
  for (let from = 0; from < inFlight; from += portion) {
    await startWithdrawals(client, requests.slice(from, from + portion), clients);
    const enough = Math.min(from, inFlight - portion);
    const areAccepted = async (): Promise<boolean> => (await exchange.counts()).accepted >= enough;
    await until(`${enough} were accepted`, fillPatienceMs, areAccepted, 100);
  }
  const following = async (): Promise<number> => (await temporal.client.workflow.count(followingQuery)).count;
  await until(`${inFlight} were followed`, fillPatienceMs, async () => (await following()) >= inFlight, 1_000);
  const fillSeconds = (Date.now() - filledFromMs) / 1_000;
  clearInterval(telling);

  context.say(`${inFlight} in flight after ${rounded(fillSeconds)} s; resting ${rest} s`);
  const usage = () => ({
    server: cpuSeconds(server.pids),
    worker: cpuSeconds([worker.pid]),
    exchange: cpuSeconds([exchange.pid]),
  });
  const [before, countsBefore] = [usage(), await exchange.counts()];
  await delay(rest * 1_000);
  const [after, countsAfter] = [usage(), await exchange.counts()];
  const cores = (key: keyof typeof before): number => rounded((after[key] - before[key]) / rest);
  const result = {
    server: context.server,
    inFlight: await following(),
    accounts: accountCount,
    fillSeconds: rounded(fillSeconds),
    rssBytes: memoryBytes(worker.pid),
    highestRssBytes: highest,
    idleRssBytes: idle.rssBytes,
    attemptTimeouts: await activityTimeouts(metricsPort),
    restSeconds: rest,
    coresAtRest: { server: cores('server'), worker: cores('worker'), exchange: cores('exchange') },
    exchangeCallsPerSecondAtRest: rounded(requestsBetween(countsBefore, countsAfter).total / rest),
    heapMegabytes: heap,
    semiSpaceMegabytes,
    maxCachedWorkflows: cache ?? 'default',
  };
  context.save(`capacity-${context.server}`, result);
  return result;
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 2 ** 20);
}
