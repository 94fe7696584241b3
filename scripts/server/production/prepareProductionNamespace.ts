import { setTimeout as delay } from 'node:timers/promises';

import { Connection, isGrpcServiceError } from '@temporalio/client';
import proto from '@temporalio/proto';

export type NamespaceSettings = {
  namespace: string;
  retentionDays: number;
  searchAttributes: Readonly<Record<string, 'Keyword'>>;
};

const CALL_MS = 5_000;
const LOOK_EVERY_MS = 100;
const DAY_SECONDS = 24 * 60 * 60;
/** gRPC's ALREADY_EXISTS, and Temporal's IndexedValueType for Keyword: numbers of their protocols. */
const ALREADY_EXISTS = 6;
const KEYWORD = 2;

/**
 * Waits until the server answers, registers the namespace and its search attributes if they are missing, and
 * waits until both can be used. Throws if that takes too long, or `giveUp` says that it never will.
 */
export async function prepareProductionNamespace(
  address: string,
  settings: NamespaceSettings,
  timeoutMs: number,
  giveUp: () => boolean,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    try {
      await prepareOnce(address, settings);
      return;
    } catch (error) {
      if (giveUp() || Date.now() >= deadline) throw error;
      await delay(LOOK_EVERY_MS);
    }
  }
}

async function prepareOnce(
  address: string,
  { namespace, retentionDays, searchAttributes }: NamespaceSettings,
): Promise<void> {
  // A fresh connection each time: one that failed waits a second and more before it tries again.
  const connection = await Connection.connect({ address, connectTimeout: CALL_MS });
  try {
    await connection.withDeadline(Date.now() + CALL_MS, async () => {
      await register(connection, namespace, retentionDays);
      const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
      const names = Object.keys(searchAttributes);
      const missing = names.filter((name) => !Object.hasOwn(customAttributes, name));
      if (missing.length > 0)
        await connection.operatorService.addSearchAttributes({
          namespace,
          searchAttributes: Object.fromEntries(missing.map((name) => [name, KEYWORD])),
        });
      // Known to the database is not yet known to every service: this asks as a caller would.
      await connection.workflowService.countWorkflowExecutions({
        namespace,
        query: names.map((name) => `${name} = '-'`).join(' AND '),
      });
    });
  } finally {
    await connection.close();
  }
}

async function register(connection: Connection, namespace: string, retentionDays: number): Promise<void> {
  try {
    await connection.workflowService.registerNamespace({
      namespace,
      workflowExecutionRetentionPeriod: proto.google.protobuf.Duration.fromObject({
        seconds: retentionDays * DAY_SECONDS,
      }),
    });
  } catch (error) {
    const code: number | null = isGrpcServiceError(error) ? error.code : null;
    if (code !== ALREADY_EXISTS) throw error;
  }
}
