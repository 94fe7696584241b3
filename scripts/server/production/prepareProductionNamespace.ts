import { setTimeout as delay } from 'node:timers/promises';

import { Connection, isGrpcServiceError } from '@temporalio/client';
import proto from '@temporalio/proto';

export type NamespaceSettings = {
  namespace: string;
  retentionDays: number;
  searchAttributes: Readonly<Record<string, 'Keyword'>>;
};

const callMs = 5_000;
const lookEveryMs = 100;
const daySeconds = 24 * 60 * 60;
/** gRPC's ALREADY_EXISTS. */
const alreadyExistsCode = 6;
/** `INDEXED_VALUE_TYPE_KEYWORD` of Temporal's protocol. */
const keyword = 2;

/**
 * Waits until the server answers, registers the namespace and its search attributes if they are missing, and waits
 * until both can be used. Throws if that takes too long, or `giveUp` says that the server will never answer.
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
      await delay(lookEveryMs);
    }
  }
}

async function prepareOnce(
  address: string,
  { namespace, retentionDays, searchAttributes }: NamespaceSettings,
): Promise<void> {
  // A new connection for each try: one that failed waits a second or more before it connects again.
  const connection = await Connection.connect({ address, connectTimeout: callMs });
  try {
    await connection.withDeadline(Date.now() + callMs, async () => {
      await register(connection, namespace, retentionDays);
      const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
      const names = Object.keys(searchAttributes);
      const missing = names.filter((name) => !Object.hasOwn(customAttributes, name));
      if (missing.length > 0)
        await connection.operatorService.addSearchAttributes({
          namespace,
          searchAttributes: Object.fromEntries(missing.map((name) => [name, keyword])),
        });
      // The database knows the names before every service does. This asks as a caller would, and fails until then.
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
        seconds: retentionDays * daySeconds,
      }),
    });
  } catch (error) {
    const code: number | null = isGrpcServiceError(error) ? error.code : null;
    if (code !== alreadyExistsCode) throw error;
  }
}
