import { hostname } from 'node:os';

import { Worker, type NativeConnection, type WorkerOptions } from '@temporalio/worker';

import type { FollowActivities, MoneyActivities } from '../../activities/contract.ts';
import { followTaskQueue, moneyTaskQueue, workflowTaskQueue } from '../../domain/taskQueues.ts';
import type { WorkerConfig } from '../config/workerConfig.ts';
import type { WorkflowCode } from './workflowCode.ts';

export type GroupActivities = {
  readonly group: string;
  readonly money: MoneyActivities;
  readonly follow: FollowActivities;
};

export type Workers = {
  /** To be stopped last: a submit in flight asks a workflow for its grant. */
  readonly workflows: readonly Worker[];
  readonly activities: readonly Worker[];
};

export type CreateWorkersOptions = {
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly config: WorkerConfig['worker'];
  readonly code: WorkflowCode;
  readonly groups: readonly GroupActivities[];
};

/** So long after the grace a worker gives up on what still runs, so that the process always ends. */
const forceAfterGraceMs = 15_000;

/**
 * Creates three workers for each group: one for its workflows, one with few slots for money, and one with very many for
 * held waits. Money and waits are apart so that waits never take a submit's slot.
 */
export async function createWorkers({
  connection,
  namespace,
  config,
  code,
  groups,
}: CreateWorkersOptions): Promise<Workers> {
  const common = {
    connection,
    namespace,
    identity: `${process.pid}@${hostname()}`,
    ...versioning(config),
  } satisfies Partial<WorkerOptions>;
  const graces = {
    shutdownGraceTime: config.shutdownGrace,
    shutdownForceTime: config.shutdownGrace + forceAfterGraceMs,
  };
  const workflows = await Promise.all(
    groups.map(({ group, money }) =>
      Worker.create({
        ...common,
        ...code,
        taskQueue: workflowTaskQueue(group),
        // Runs local activities only; all other activities have queues of their own.
        activities: { prepareWithdrawal: async (input) => money.prepareWithdrawal(input) } satisfies Pick<
          MoneyActivities,
          'prepareWithdrawal'
        >,
        enableNonLocalActivities: false,
        maxConcurrentWorkflowTaskExecutions: config.workflowTaskSlots,
        maxCachedWorkflows: config.maxCachedWorkflows,
      }),
    ),
  );
  const activities = await Promise.all(
    groups.flatMap(({ group, money, follow }) => [
      Worker.create({
        ...common,
        ...graces,
        taskQueue: moneyTaskQueue(group),
        activities: money,
        maxConcurrentActivityTaskExecutions: config.moneySlots,
      }),
      Worker.create({
        ...common,
        ...graces,
        taskQueue: followTaskQueue(group),
        activities: follow,
        maxConcurrentActivityTaskExecutions: config.followSlots,
      }),
    ]),
  );
  return { workflows, activities };
}

/**
 * No versioning unless a deployment is configured. Then AUTO_UPGRADE: a withdrawal may live for days and must not keep
 * old code running.
 */
function versioning({ deployment }: WorkerConfig['worker']): Pick<WorkerOptions, 'workerDeploymentOptions'> {
  if (deployment === undefined) return {};
  return {
    workerDeploymentOptions: {
      version: deployment,
      useWorkerVersioning: true,
      defaultVersioningBehavior: 'AUTO_UPGRADE',
    },
  };
}
