import { readFile } from 'node:fs/promises';

import type { Client } from '@temporalio/client';
import PQueue from 'p-queue';

import type { LeakHunt } from './leakHunt.ts';

/** What was searched for credentials. Where a number is 0, nothing was proved. */
export type Searched = {
  histories: number;
  events: number;
  logBytes: number;
  metricBytes: number;
  unread: readonly string[];
};

type Places = {
  readonly temporal: Client;
  readonly logFiles: readonly string[];
  readonly metricsUrls: readonly string[];
};

const readAtOnce = 8;

/** Searches all that outlives the run: every byte of every history, memos, search attributes, logs and metrics. */
export async function searchRun({ temporal, logFiles, metricsUrls }: Places, hunt: LeakHunt): Promise<Searched> {
  const searched = { histories: 0, events: 0, logBytes: 0, metricBytes: 0, unread: [] as string[] };
  const queue = new PQueue({ concurrency: readAtOnce });
  for await (const { workflowId, runId, raw } of temporal.workflow.list({ pageSize: 500 })) {
    await queue.onSizeLessThan(2 * readAtOnce);
    void queue.add(async () => {
      try {
        const { events } = await temporal.workflow.getHandle(workflowId, runId).fetchHistory();
        searched.histories += 1;
        searched.events += events?.length ?? 0;
        hunt.search(`history of ${kindOf(workflowId)}`, textOf(events));
        hunt.search(`listing of ${kindOf(workflowId)}`, textOf(raw));
      } catch (error) {
        searched.unread.push(`${workflowId}: ${String(error)}`);
      }
    });
  }
  await queue.onIdle();
  for (const file of logFiles) {
    const text = await readFile(file);
    searched.logBytes += text.length;
    hunt.search('log of a worker', text);
  }
  for (const url of metricsUrls) searched.metricBytes += await searchMetrics(url, hunt);
  return searched;
}

/** Returns how many characters there were: 0 where nobody answers. */
export async function searchMetrics(url: string, hunt: LeakHunt): Promise<number> {
  try {
    const text = await (await fetch(url, { signal: AbortSignal.timeout(2_000) })).text();
    hunt.search('metrics of a worker', text);
    return text.length;
  } catch {
    return 0;
  }
}

/** Every text and the bytes of every payload, however deep, as one text. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return `${value}\n`;
  if (value instanceof Uint8Array) return `${Buffer.from(value).toString('latin1')}\n`;
  if (typeof value !== 'object' || value === null) return '';
  return Object.entries(value)
    .map(([name, part]) => `${name} ${textOf(part)}`)
    .join('');
}

function kindOf(workflowId: string): string {
  return workflowId.split('/')[0] ?? workflowId;
}
