import type { Client } from '@temporalio/client';
import { isGrpcServiceError, ServiceError } from '@temporalio/client';
import { NamespaceNotFoundError } from '@temporalio/common';

import { TemporalSetupError, TemporalUnreachableError } from '../errors.ts';

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
    throw toClientError(error);
  }
}

export type QueryAnswer<T> =
  | { readonly answered: true; readonly value: T }
  | { readonly answered: false; readonly because: string };

/** Asks a workflow. Never throws: when no worker answers within 5 s, or the query fails, the answer says so. */
export async function askWorkflow<T>(temporal: TemporalClient, query: () => Promise<T>): Promise<QueryAnswer<T>> {
  try {
    return { answered: true, value: await temporal.withDeadline(Date.now() + queryMs, query) };
  } catch (error) {
    return { answered: false, because: reasonOf(error) };
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

/** gRPC: deadline exceeded, unavailable. */
const unreachableCodes = new Set([4, 14]);
/** gRPC: permission denied, unauthenticated. */
const deniedCodes = new Set([7, 16]);
/** gRPC: invalid argument. */
const invalidArgument = 3;

/** Our own error for trouble with the server; any other error is returned unchanged. */
export function toClientError(error: unknown): unknown {
  if (error instanceof NamespaceNotFoundError)
    return new TemporalSetupError(`The Temporal server has no namespace ${error.namespace}.`, error.message, {
      cause: error,
    });
  const grpc = grpcErrorOf(error);
  if (grpc === null) return error;
  if (unreachableCodes.has(grpc.code)) return new TemporalUnreachableError({ reason: grpc.details }, { cause: error });
  if (deniedCodes.has(grpc.code))
    return new TemporalSetupError('The Temporal server refuses these credentials.', grpc.details, { cause: error });
  if (grpc.code === invalidArgument && /search ?attribute/i.test(grpc.details))
    return new TemporalSetupError('The namespace lacks search attributes.', grpc.details, { cause: error });
  return error;
}

function grpcErrorOf(error: unknown): { code: number; details: string } | null {
  const candidate = error instanceof ServiceError ? error.cause : error;
  return isGrpcServiceError(candidate) ? { code: candidate.code, details: candidate.details } : null;
}

function reasonOf(error: unknown): string {
  return grpcErrorOf(error)?.details ?? (error instanceof Error ? error.message : String(error));
}
