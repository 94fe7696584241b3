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

/** What one form of following cost, from the moment when all are in flight until the last is completed. */
export type FormFigures = {
  readonly inFlight: number;
  readonly cadenceMs: number;
  readonly seconds: number;
  /** Events of a whole history. Ours includes the submission, the references do not. */
  readonly historyEvents: Pick<Distribution, 'p50' | 'max'> & { readonly mean: number };
  readonly exchangeCalls: number;
  readonly tooManyRequests: number;
  readonly serverCpu: number;
  readonly workerCpu: number;
  readonly workerRssBytes: number;
  /** Milliseconds from the change at the exchange until the workflow has noted it. */
  readonly detection: Distribution;
  /** Actions of Temporal that one withdrawal cost. */
  readonly actions: ActionCount;
  /** Exchange calls divided by withdrawals. */
  readonly callsPerWithdrawal: number;
};

/** Pause before measuring, so that work left over from the start is done. */
const settleMs = 5_000;

/** Follows `inFlight` withdrawals in one form, with an exchange of its own, and measures what that costs. */
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
  const ids = open.map((one) => one.exchangeWithdrawalId);
  await exchange.plan(planLives(ids, { startMs, cadenceMs, polls, spread, random: Math.random }));
  await delay((polls - spread) * cadenceMs);
  // Much more than a form should need after its last change, for a reference that does not hold its cadence.
  const patienceMs = 2 * polls * cadenceMs + 300_000;
  const runningQuery = `WorkflowType = '${running.workflowType}' AND ExecutionStatus = 'Running'`;
  const areCompleted = async (): Promise<boolean> => (await temporal.workflow.count(runningQuery)).count === 0;
  await until(`${form}: all are completed`, patienceMs, areCompleted, 1_000);
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
  const results = closed.map((one) => one.result);
  const history = await temporal.workflow.getHandle(running.workflowIds[0] ?? '').fetchHistory();
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
    detection: distribution(detections(results, await exchange.changedAt())),
    actions: countActions(history.events ?? []),
    callsPerWithdrawal: rounded(total / inFlight),
  };
  await running.stop();
  await exchange.stop();
  say(`${form}: ${JSON.stringify(figures)}`);
  return figures;
}
