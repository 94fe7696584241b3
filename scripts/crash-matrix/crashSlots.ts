import { randomBytes } from 'node:crypto';

import proto from '@temporalio/proto';

import { connect, type ConnectedTemporal } from '../../client/index.ts';
import { searchAttributeNames } from '../../domain/searchAttributes.ts';
import type { CrashWorld } from './crashWorld.ts';

/** A namespace for one play at a time, so that a worker which dies in it affects no other play. */
export type CrashSlot = {
  readonly temporal: ConnectedTemporal;
  /** The world of the last play, which the next one may use again. */
  world: CrashWorld | null;
};

const retentionDays = 30;
const daySeconds = 24 * 60 * 60;
/** `INDEXED_VALUE_TYPE_KEYWORD` of Temporal's protocol. */
const keyword = 2;

/** Creates `count` namespaces on the server, ready for a worker, and connects to each. */
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
  // A worker would add them too. Done here, the waits of all namespaces run at the same time.
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

/** Repeats a call until the server knows a new name everywhere. Throws the last error after 60 s. */
async function untilKnown(ask: () => Promise<unknown>): Promise<void> {
  const giveUpAtMs = Date.now() + patienceMs;
  for (;;) {
    try {
      await ask();
      return;
    } catch (error) {
      if (Date.now() > giveUpAtMs) throw error;
      await new Promise((resolve) => setTimeout(resolve, lookMs));
    }
  }
}
