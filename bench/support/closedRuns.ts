import { setTimeout as delay } from 'node:timers/promises';

import type { Client } from '@temporalio/client';
import pMap from 'p-map';

import type { Noted } from './detections.ts';

export type ClosedRun = { readonly historyEvents: number; readonly result: Noted };

const attempts = 5;

/** History length and result of closed workflows. Retries each read, because the server may still be busy. */
export async function closedRuns(temporal: Client, workflowIds: readonly string[]): Promise<ClosedRun[]> {
  return await pMap(
    workflowIds,
    (workflowId) =>
      withRetries(async () => {
        const handle = temporal.workflow.getHandle(workflowId);
        return { historyEvents: (await handle.describe()).historyLength, result: (await handle.result()) as Noted };
      }),
    { concurrency: 10 },
  );
}

async function withRetries<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt === attempts) throw error;
      await delay(1_000 * attempt);
    }
  }
}
