import { Connection } from '@temporalio/client';
import proto from '@temporalio/proto';

const CALL_MS = 2_000;
const DAY_SECONDS = 24 * 60 * 60;

/**
 * Waits until the server answers for its namespace, then sets the retention, which start-dev creates as one day.
 * Throws if the server does not answer in time, or `giveUp` says that it never will.
 */
export async function prepareNamespace(
  address: string,
  namespace: string,
  retentionDays: number,
  timeoutMs: number,
  giveUp: () => boolean,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    try {
      await prepareOnce(address, namespace, retentionDays * DAY_SECONDS);
      return;
    } catch (error) {
      if (giveUp() || Date.now() >= deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

async function prepareOnce(address: string, namespace: string, retentionSeconds: number): Promise<void> {
  // A fresh connection each time: one that failed waits a second and more before it tries again.
  const connection = await Connection.connect({ address, connectTimeout: CALL_MS });
  try {
    await connection.withDeadline(Date.now() + CALL_MS, async () => {
      const { config } = await connection.workflowService.describeNamespace({ namespace });
      if (Number(config?.workflowExecutionRetentionTtl?.seconds) === retentionSeconds) return;
      await connection.workflowService.updateNamespace({
        namespace,
        config: {
          workflowExecutionRetentionTtl: proto.google.protobuf.Duration.fromObject({ seconds: retentionSeconds }),
        },
      });
    });
  } finally {
    await connection.close();
  }
}
