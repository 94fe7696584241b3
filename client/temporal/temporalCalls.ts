import type { Client } from '@temporalio/client';

import { plainQueryReason } from './plainReason.ts';
import { toClientError } from './toClientError.ts';

/** The part of Temporal's client that we use. It is small, so that tests can replace it. */
export type TemporalClient = Pick<Client, 'workflow' | 'withDeadline' | 'workflowService' | 'connection'>;

const callMs = 15_000;
const queryMs = 5_000;

/** Runs one call with a deadline, by default 15 s. Throws our own errors for trouble with the server. */
export async function callTemporal<T>(
  temporal: TemporalClient,
  call: () => Promise<T>,
  deadlineMs = callMs,
): Promise<T> {
  try {
    return await temporal.withDeadline(Date.now() + deadlineMs, call);
  } catch (error) {
    throw toClientError(error, deadlineMs);
  }
}

export type QueryAnswer<T> =
  | { readonly answered: true; readonly value: T }
  | { readonly answered: false; readonly because: string };

/** Asks a workflow. Never throws: when no worker answers within 5 s, or the query fails, the answer says why. */
export async function askWorkflow<T>(temporal: TemporalClient, query: () => Promise<T>): Promise<QueryAnswer<T>> {
  try {
    return { answered: true, value: await temporal.withDeadline(Date.now() + queryMs, query) };
  } catch (error) {
    return { answered: false, because: plainQueryReason(error, queryMs) };
  }
}

/**
 * All workflows that match a list query. Throws when a page cannot be read, so a list that ends is complete. Each page
 * has a deadline of 30 s.
 */
export async function* listWorkflows(
  temporal: TemporalClient,
  query: string,
  pageSize = 1_000,
): AsyncGenerator<WorkflowListItem> {
  const iterator = temporal.workflow.list({ query, pageSize })[Symbol.asyncIterator]();
  for (;;) {
    const next = await callTemporal(temporal, () => iterator.next(), 30_000);
    if (next.done === true) return;
    yield next.value;
  }
}

export type WorkflowListItem =
  Awaited<ReturnType<AsyncIterator<ListedExecution>['next']>> extends IteratorResult<infer T> ? T : never;
type ListedExecution = ReturnType<Client['workflow']['list']> extends AsyncIterable<infer T> ? T : never;
