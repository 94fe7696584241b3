#!/usr/bin/env node
import { Runtime } from '@temporalio/worker';
import type { Logger } from 'pino';

import { createOutputStream } from '../client/cli/outputStream.ts';
import { exchanges } from '../exchanges/registry.ts';
import { loadConfig } from './config/loadConfig.ts';
import type { WorkerConfig } from './config/workerConfig.ts';
import { packageVersion } from './packageVersion.ts';
import { createCrashPoint } from './process/createCrashPoint.ts';
import { createLog } from './process/createLog.ts';
import { readWorkerArguments } from './process/readWorkerArguments.ts';
import { toTemporalLogger } from './process/toTemporalLogger.ts';
import { StartupError } from './startupError.ts';
import { startWorker, type RunningWorker } from './startWorker.ts';

/*
 * The worker process: reads its configuration, checks everything it depends on, logs `worker ready`, and drains on
 * SIGTERM or SIGINT. Exit codes: 0 drained, 1 not started or broken, 2 wrong usage, 130 after a second signal.
 */

const stdout = createOutputStream(process.stdout);
const stderr = createOutputStream(process.stderr);

async function main(): Promise<void> {
  const config = loadConfig({ env: process.env, registry: exchanges });
  const crashPoint = createCrashPoint(process.env);
  const log = createLog(config.log.level);
  installRuntime(config, log);
  const running = await startWorker({ config, env: process.env, log, crashPoint });
  drainOnSignals(running, log);
  log.info({ groups: config.worker.groups, accounts: running.accounts }, 'worker ready');
  process.send?.('ready');
  await running.done;
}

function installRuntime(config: WorkerConfig, log: Logger): void {
  const { metricsAddress } = config.worker;
  Runtime.install({
    logger: toTemporalLogger(log.child({ component: 'temporal' })),
    // The SDK must not stop workers at a signal: runWorkers does, in an order that loses nothing.
    shutdownSignals: [],
    telemetryOptions: {
      logging: { filter: { core: 'WARN', other: 'ERROR' }, forward: {} },
      ...(metricsAddress === undefined
        ? {}
        : { metrics: { prometheus: { bindAddress: metricsAddress, countersTotalSuffix: true, unitSuffix: true } } }),
    },
  });
}

function drainOnSignals(running: RunningWorker, log: Logger): void {
  let isStopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (isStopping) process.exit(130);
      isStopping = true;
      log.info({ signal }, 'told to stop; once more stops at once');
      void running.drain();
    });
  }
}

try {
  const argv = process.argv.slice(2);
  const toEndWith = readWorkerArguments({ argv, version: packageVersion(), stdout, stderr });
  if (toEndWith === null) await main();
  await stdout.flush();
  await stderr.flush();
  process.exit(toEndWith ?? 0);
} catch (error) {
  // A person reads this, often in a terminal, so it is sentences and not JSON.
  const problems =
    error instanceof StartupError
      ? error.problems
      : [error instanceof Error ? `${error.name}: ${error.message}` : 'failed unexpectedly'];
  for (const problem of problems) stderr.write(`withdrawals worker: ${problem}\n`);
  await stderr.flush();
  process.exit(1);
}
