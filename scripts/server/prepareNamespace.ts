import { Connection } from '@temporalio/client';
import proto from '@temporalio/proto';

const callMs = 2_000;
const daySeconds = 24 * 60 * 60;

/**
 * Waits until the server knows its namespace, then sets the retention (start-dev makes it one day). Throws if the
 * server does not answer in time, or `giveUp` says that it never will.
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
      await prepareOnce(address, namespace, retentionDays * daySeconds);
      return;
    } catch (error) {
      if (giveUp() || Date.now() >= deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

async function prepareOnce(address: string, namespace: string, retentionSeconds: number): Promise<void> {
  // A new connection for each try: one that failed waits a second or more before it connects again.
  const connection = await Connection.connect({ address, connectTimeout: callMs });
  try {
    await connection.withDeadline(Date.now() + callMs, async () => {
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
