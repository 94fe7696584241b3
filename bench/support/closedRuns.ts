import { setTimeout as delay } from 'node:timers/promises';

import type { Client } from '@temporalio/client';
import pMap from 'p-map';

import type { Noted } from './detections.ts';

export type ClosedRun = { readonly historyEvents: number; readonly result: Noted };

const attempts = 5;

/** Length of history and result of workflows that have closed. Patient with a server that is still busy. */
export async function closedRuns(temporal: Client, workflowIds: readonly string[]): Promise<ClosedRun[]> {
  return await pMap(
    workflowIds,
    (workflowId) =>
      patiently(async () => {
        const handle = temporal.workflow.getHandle(workflowId);
        return { historyEvents: (await handle.describe()).historyLength, result: (await handle.result()) as Noted };
      }),
    { concurrency: 10 },
  );
}

async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt === attempts) throw error;
      await delay(1_000 * attempt);
    }
  }
}
