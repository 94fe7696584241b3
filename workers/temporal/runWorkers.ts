import type { Worker } from '@temporalio/worker';

import type { Log } from '../../domain/log.ts';
import type { Workers } from './createWorkers.ts';

export type RunningWorkers = {
  /** Resolves when all have stopped; rejects when one broke, after the others were stopped. */
  readonly done: Promise<void>;
  /** Stops all workers in an order that loses nothing. May be called again. */
  drain(): Promise<void>;
};

type Runnable = Pick<Worker, 'run' | 'shutdown' | 'getState'>;
type RunnableWorkers = { readonly [Kind in keyof Workers]: readonly Runnable[] };

/**
 * Polls until drained. Draining stops polling for activities, hands held waits back (`releaseWaiters`), lets submits
 * finish, and only then stops the workflows: a submit in flight asks a workflow of this process for its grant.
 */
export function runWorkers(
  workers: RunnableWorkers,
  releaseWaiters: () => Promise<void>,
  log: Pick<Log, 'info' | 'error'>,
): RunningWorkers {
  let draining: Promise<void> | null = null;
  const failures: unknown[] = [];
  const run = async (worker: Runnable): Promise<void> => {
    try {
      await worker.run();
    } catch (error) {
      failures.push(error);
      log.error({ error }, 'a worker broke; the process stops');
      void drain();
    }
  };
  const activityRuns = workers.activities.map((worker) => run(worker));
  const workflowRuns = workers.workflows.map((worker) => run(worker));

  const drainOnce = async (): Promise<void> => {
    log.info({}, 'draining: no new activities; held waits go back, submits finish');
    for (const worker of workers.activities) stop(worker);
    await releaseWaiters().catch((error: unknown) => log.error({ error }, 'held waits could not be released'));
    await Promise.all(activityRuns);
    for (const worker of workers.workflows) stop(worker);
    await Promise.all(workflowRuns);
    log.info({}, 'drained');
  };
  const drain = async (): Promise<void> => {
    draining ??= drainOnce();
    await draining;
  };
  const finish = async (): Promise<void> => {
    await Promise.all([...activityRuns, ...workflowRuns]);
    await draining;
    if (failures.length > 0) throw failures[0];
  };
  return { done: finish(), drain };
}

function stop(worker: Runnable): void {
  // Worker.shutdown throws if the worker is not running.
  if (worker.getState() === 'RUNNING') worker.shutdown();
}
