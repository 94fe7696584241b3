import { setTimeout as delay } from 'node:timers/promises';

import type { Client } from '@temporalio/client';

import type { BenchAccount } from '../support/benchAccounts.ts';
import { closedRuns } from '../support/closedRuns.ts';
import { type ActionCount, countActions } from '../support/countActions.ts';
import { detections } from '../support/detections.ts';
import { cpuSeconds, memoryBytes } from '../support/processUsage.ts';
import type { BenchServer } from '../support/startBenchServer.ts';
import { requestsBetween, startExchangeProcess } from '../support/startExchangeProcess.ts';
import { type Distribution, distribution, rounded } from '../support/statistics.ts';
import { until } from '../support/withdrawals.ts';
import { type FormName, startForm } from './followForms.ts';
import { planLives } from './planLives.ts';

export type MeasureInput = {
  readonly form: FormName;
  readonly server: BenchServer;
  readonly temporal: Client;
  readonly accounts: readonly BenchAccount[];
  readonly folder: string;
  readonly inFlight: number;
  readonly cadenceMs: number;
  readonly polls: number;
  readonly spread: number;
  readonly say: (text: string) => void;
};

/** What one form of following cost from the moment that all are in flight until the last is completed. */
export type FormFigures = {
  readonly inFlight: number;
  readonly cadenceMs: number;
  readonly seconds: number;
  /** Events of a whole history: for the references without, for ours with the submission. */
  readonly historyEvents: Pick<Distribution, 'p50' | 'max'> & { readonly mean: number };
  readonly exchangeCalls: number;
  readonly tooManyRequests: number;
  readonly serverCpu: number;
  readonly workerCpu: number;
  readonly workerRssBytes: number;
  /** Milliseconds from the exchange's change to the workflow's note of it. */
  readonly detection: Distribution;
  /** What one withdrawal cost in Temporal's actions. */
  readonly actions: ActionCount;
  /** Reads of one withdrawal on average, where a read is of one alone. */
  readonly callsPerWithdrawal: number;
};

/** Between being in flight and being measured: what the start left behind settles. */
const settleMs = 5_000;

export async function measureForm(input: MeasureInput): Promise<FormFigures> {
  const { form, server, temporal, accounts, inFlight, cadenceMs, polls, spread, say } = input;
  const exchange = await startExchangeProcess(accounts);
  const running = await startForm[form]({ ...input, temporalAddress: server.address, exchange });
  say(`${form}: ${inFlight} in flight, read every ${cadenceMs / 1_000} s`);
  await delay(settleMs);
  const open = await exchange.open();
  const startMs = Date.now();
  const before = {
    counts: await exchange.counts(),
    server: cpuSeconds(server.pids),
    worker: cpuSeconds([running.workerPid]),
  };
  await exchange.plan(
    planLives(
      open.map((one) => one.exchangeWithdrawalId),
      { startMs, cadenceMs, polls, spread, random: Math.random },
    ),
  );
  await delay((polls - spread) * cadenceMs);
  // Far above what any form should need after its last change: a reference that cannot hold its cadence is given time.
  const patienceMs = 2 * polls * cadenceMs + 300_000;
  await until(
    `${form}: all are completed`,
    patienceMs,
    async () =>
      (await temporal.workflow.count(`WorkflowType = '${running.workflowType}' AND ExecutionStatus = 'Running'`))
        .count === 0,
    1_000,
  );
  const after = {
    counts: await exchange.counts(),
    server: cpuSeconds(server.pids),
    worker: cpuSeconds([running.workerPid]),
  };
  const seconds = (Date.now() - startMs) / 1_000;
  const workerRssBytes = memoryBytes(running.workerPid);
  const closed = await closedRuns(temporal, running.workflowIds);
  const { total, refused } = requestsBetween(before.counts, after.counts);
  const events = distribution(closed.map((one) => one.historyEvents));
  const figures: FormFigures = {
    inFlight,
    cadenceMs,
    seconds: rounded(seconds),
    historyEvents: {
      mean: rounded(closed.reduce((sum, one) => sum + one.historyEvents, 0) / closed.length, 4),
      p50: events.p50,
      max: events.max,
    },
    exchangeCalls: total,
    tooManyRequests: refused,
    serverCpu: rounded(after.server - before.server),
    workerCpu: rounded(after.worker - before.worker),
    workerRssBytes,
    detection: distribution(
      detections(
        closed.map((one) => one.result),
        await exchange.changedAt(),
      ),
    ),
    actions: countActions(
      (await temporal.workflow.getHandle(running.workflowIds[0] ?? '').fetchHistory()).events ?? [],
    ),
    callsPerWithdrawal: rounded(total / inFlight),
  };
  await running.stop();
  await exchange.stop();
  say(`${form}: ${JSON.stringify(figures)}`);
  return figures;
}
