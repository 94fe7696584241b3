import { randomBytes } from 'node:crypto';

import proto from '@temporalio/proto';

import { connect, type ConnectedTemporal } from '../../client/index.ts';
import { searchAttributeNames } from '../../domain/searchAttributes.ts';
import type { CrashWorld } from './crashWorld.ts';

/** A namespace in which one play at a time runs: workers that die in it are nobody else's. */
export type CrashSlot = {
  readonly temporal: ConnectedTemporal;
  /** What the last play left behind for the next one. */
  world: CrashWorld | null;
};

const retentionDays = 30;
const daySeconds = 24 * 60 * 60;
/** `INDEXED_VALUE_TYPE_KEYWORD` of Temporal's protocol. */
const keyword = 2;

/** Creates so many namespaces on the server, ready for a worker, and connects to each. */
export async function createCrashSlots(address: string, count: number): Promise<readonly CrashSlot[]> {
  const tag = randomBytes(4).toString('hex');
  return await Promise.all(
    Array.from({ length: count }, (_, index) => createSlot(address, `crash-${tag}-${index + 1}`)),
  );
}

async function createSlot(address: string, namespace: string): Promise<CrashSlot> {
  const temporal = await connect({ address, namespace });
  const { workflowService, operatorService } = temporal.client.connection;
  await workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: proto.google.protobuf.Duration.fromObject({
      seconds: retentionDays * daySeconds,
    }),
  });
  await untilKnown(() => workflowService.describeNamespace({ namespace }));
  // A worker adds what is missing; told here, all namespaces learn their names at the same time.
  await untilKnown(() =>
    operatorService.addSearchAttributes({
      namespace,
      searchAttributes: Object.fromEntries(searchAttributeNames.map((name) => [name, keyword])),
    }),
  );
  await untilKnown(() =>
    workflowService.countWorkflowExecutions({
      namespace,
      query: searchAttributeNames.map((name) => `${name} = '-'`).join(' AND '),
    }),
  );
  return { temporal, world: null };
}

const patienceMs = 60_000;
const lookMs = 250;

/** A server takes a while to know a new name everywhere. */
async function untilKnown(ask: () => Promise<unknown>): Promise<void> {
  const endMs = Date.now() + patienceMs;
  for (;;) {
    try {
      await ask();
      return;
    } catch (error) {
      if (Date.now() > endMs) throw error;
      await new Promise((resolve) => setTimeout(resolve, lookMs));
    }
  }
}
