import { isGrpcServiceError } from '@temporalio/client';

import { describeDuration } from '../config/describeDuration.ts';
import { StartupError } from '../startupError.ts';
import type { TemporalConnection } from './connectTemporal.ts';

/** gRPC's NOT_FOUND. */
const notFoundCode = 5;
const dayMs = 24 * 60 * 60 * 1_000;
const callMs = 10_000;

/**
 * Throws StartupError if the namespace does not exist or forgets closed workflows too soon: a withdrawal id that was
 * forgotten could be started and paid again. Requests older than `maxRequestAgeMs` are refused, so twice that is safe.
 */
export async function checkNamespace(
  { connection, namespace }: Pick<TemporalConnection, 'connection' | 'namespace'>,
  maxRequestAgeMs: number,
): Promise<void> {
  const retentionMs = await readRetention(connection, namespace);
  const problem = retentionProblem(namespace, retentionMs, maxRequestAgeMs);
  if (problem !== null) throw new StartupError([problem]);
}

/** What is wrong with a retention, and the command that changes it; null when it is long enough. */
export function retentionProblem(namespace: string, retentionMs: number, maxRequestAgeMs: number): string | null {
  const neededMs = 2 * maxRequestAgeMs;
  if (retentionMs >= neededMs) return null;
  const neededDays = Math.max(1, Math.ceil(neededMs / dayMs));
  return (
    `Temporal namespace ${namespace}: keeps closed workflows for ${describeDuration(retentionMs)}, ` +
    `needed are ${describeDuration(neededMs)} (twice policy.maxRequestAge); ` +
    `run: temporal operator namespace update --namespace ${namespace} --retention ${neededDays}d`
  );
}

async function readRetention(connection: TemporalConnection['connection'], namespace: string): Promise<number> {
  try {
    const { config } = await connection.withDeadline(Date.now() + callMs, () =>
      connection.workflowService.describeNamespace({ namespace }),
    );
    return Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0) * 1_000;
  } catch (error) {
    const code: number | null = isGrpcServiceError(error) ? error.code : null;
    const command = `temporal operator namespace create --namespace ${namespace} --retention 30d`;
    const problem =
      code === notFoundCode
        ? `does not exist; run: ${command}`
        : `cannot be read (${error instanceof Error ? error.message : String(error)})`;
    throw new StartupError([`Temporal namespace ${namespace}: ${problem}`], { cause: error });
  }
}
