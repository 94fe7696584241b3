import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';

import { connect, createWithdrawalClient, type WithdrawalRequestInput } from '../../client/index.ts';
import type { BenchContext } from '../support/bench.ts';
import { benchAccount, type AccountKind } from '../support/benchAccounts.ts';
import type { BenchServer } from '../support/startBenchServer.ts';
import { startBenchWorker } from '../support/startBenchWorker.ts';
import { startExchangeProcess, type ExchangeProcess } from '../support/startExchangeProcess.ts';
import { rounded } from '../support/statistics.ts';
import { until, withdrawalRequests } from '../support/withdrawals.ts';
import { addressKey, measureBurst, type Burst } from './measureBurst.ts';
import { startFloorWorker } from './startFloorWorker.ts';
import { summarizeBursts, type BurstSummary } from './summarizeBursts.ts';

export type SubmitSettings = {
  readonly starts: number;
  readonly clients: number;
  readonly rounds: number;
  readonly warmUp: number;
  /** The `worker` table of the worker's configuration. */
  readonly worker: Readonly<Record<string, unknown>>;
  /** Number of the account. A new exchange needs an account that its Temporal server has not seen. */
  readonly accountNumber: number;
};

export type SubmitComparison = {
  readonly adapter: AccountKind;
  readonly ours: BurstSummary;
  readonly floor: BurstSummary;
  readonly ratio: number;
};

const settlePatienceMs = 600_000;
const openQuery = "ExecutionStatus = 'Running' AND WorkflowType != 'accountWorkflow'";

/**
 * Compares bursts of starts through our client with bursts of the bare floor workflow, in turns, on one server and one
 * exchange. After each burst everything is delivered and closed, so that no burst disturbs the next.
 */
export async function compareSubmits(
  context: BenchContext,
  server: BenchServer,
  folder: string,
  adapter: AccountKind,
  settings: SubmitSettings,
): Promise<SubmitComparison> {
  const account = benchAccount(adapter, settings.accountNumber);
  const exchange = await startExchangeProcess([account]);
  context.onEnd(() => exchange.stop());
  mkdirSync(folder, { recursive: true });
  const worker = await startBenchWorker({
    temporalAddress: server.address,
    baseUrl: exchange.baseUrl,
    accounts: [account],
    folder,
    name: `submit-${adapter}`,
    worker: settings.worker,
  });
  context.onEnd(() => worker.stop());
  const taskQueue = `floor-${adapter}-${settings.accountNumber}`;
  const floorWorker = await startFloorWorker({
    address: server.address,
    baseUrl: exchange.baseUrl,
    account,
    taskQueue,
  });
  context.onEnd(() => floorWorker.stop());
  const temporal = await connect({ address: server.address });
  context.onEnd(() => temporal.close());
  const client = createWithdrawalClient({ temporal: temporal.client });
  context.onEnd(() => client.close());

  const sides = {
    floor: {
      worker: floorWorker.pid,
      start: (request: WithdrawalRequestInput) =>
        temporal.client.workflow.start('floorWorkflow', {
          taskQueue,
          workflowId: `floor/${request.withdrawalId}`,
          args: [{ memo: null, deadlineAt: null, ...request }],
        }),
    },
    ours: { worker: worker.pid, start: (request: WithdrawalRequestInput) => client.start(request) },
  } as const;
  const burst = async (side: keyof typeof sides, starts: number): Promise<Burst> => {
    const requests = withdrawalRequests([account], starts, randomBytes(4).toString('hex'));
    const measured = await measureBurst({
      requests,
      clients: settings.clients,
      exchange,
      processes: { server: server.pids, worker: sides[side].worker, exchange: exchange.pid },
      start: sides[side].start,
    });
    const perSecond = rounded(starts / measured.seconds);
    context.say(`${adapter}, ${side}: ${starts} in ${rounded(measured.seconds)} s, ${perSecond} a second`);
    await deliverAll(exchange, new Set(requests.map(addressKey)));
    const areClosed = async (): Promise<boolean> => (await temporal.client.workflow.count(openQuery)).count === 0;
    await until('all were closed', settlePatienceMs, areClosed, 250);
    return measured;
  };
  const measured: Record<keyof typeof sides, Burst[]> = { floor: [], ours: [] };
  for (const side of ['floor', 'ours'] as const) await burst(side, settings.warmUp);
  for (let round = 0; round < settings.rounds; round += 1) {
    for (const side of ['floor', 'ours'] as const) measured[side].push(await burst(side, settings.starts));
  }
  const [ours, floor] = [summarizeBursts(measured.ours), summarizeBursts(measured.floor)];
  await floorWorker.stop();
  await worker.stop();
  return { adapter, ours, floor, ratio: rounded(ours.throughput / floor.throughput) };
}

/** Completes these withdrawals at the exchange now. */
async function deliverAll(exchange: ExchangeProcess, addresses: ReadonlySet<string>): Promise<void> {
  const open = (await exchange.open()).filter((entry) => addresses.has(addressKey(entry)));
  await exchange.plan(
    open.map(({ exchangeWithdrawalId }) => ({ exchangeWithdrawalId, status: 'completed', atMs: Date.now() })),
  );
}
