import { followTaskQueue, moneyTaskQueue, workflowTaskQueue } from '../../domain/taskQueues.ts';
import type { ClientContext } from '../context.ts';
import type { AccountEntry } from '../temporal/accountDirectory.ts';
import { callTemporal } from '../temporal/temporalCalls.ts';
import type { DoctorLine } from './doctorLine.ts';

/** The server remembers a poller for five minutes. One that is alive comes back within seventy seconds. */
const pollerMs = 90_000;
/** The numbers of the types in Temporal's protocol. The SDK does not export its enum. */
const taskQueueTypes: Readonly<Record<'workflow' | 'activity', number>> = { workflow: 1, activity: 2 };

type Queue = { readonly name: string; readonly type: number };

/** Checks that workers ask each task queue of these accounts' worker groups for work. */
export async function checkQueues(context: ClientContext, accounts: readonly AccountEntry[]): Promise<DoctorLine[]> {
  const groups = [...new Set(accounts.flatMap((entry) => entry.workerGroup ?? []))].sort();
  return Promise.all(groups.flatMap(queuesOf).map((queue) => checkQueue(context, queue)));
}

function queuesOf(group: string): Queue[] {
  return [
    { name: workflowTaskQueue(group), type: taskQueueTypes.workflow },
    { name: moneyTaskQueue(group), type: taskQueueTypes.activity },
    { name: followTaskQueue(group), type: taskQueueTypes.activity },
  ];
}

async function checkQueue(context: ClientContext, { name, type }: Queue): Promise<DoctorLine> {
  const count = await countPollers(context, name, type);
  return {
    check: `queue ${name}`,
    ok: count > 0,
    found: count === 0 ? 'no worker asks it for work' : `${count} worker${count === 1 ? '' : 's'}`,
    advice: count === 0 ? 'Start a worker of this group; what waits goes on then by itself.' : null,
  };
}

async function countPollers({ temporal, namespace, now }: ClientContext, name: string, type: number): Promise<number> {
  const { pollers } = await callTemporal(temporal, () =>
    temporal.workflowService.describeTaskQueue({
      namespace,
      taskQueue: { name },
      // oxlint-disable-next-line typescript/no-unsafe-enum-assignment -- see taskQueueTypes
      taskQueueType: type,
    }),
  );
  const sinceMs = now() - pollerMs;
  return pollers?.filter((poller) => Number(poller.lastAccessTime?.seconds ?? 0) * 1_000 > sinceMs).length ?? 0;
}
