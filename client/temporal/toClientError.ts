import { NamespaceNotFoundError } from '@temporalio/common';

import { TemporalSetupError, TemporalUnreachableError } from '../errors.ts';
import { grpcCodes, grpcErrorOf, plainReason, type GrpcError } from './plainReason.ts';

const deniedCodes = new Set<number>([grpcCodes.permissionDenied, grpcCodes.unauthenticated]);
const unreachableCodes = new Set<number>([grpcCodes.cancelled, grpcCodes.deadlineExceeded, grpcCodes.unavailable]);
/** Something is wrong with what was asked, so asking again is of no use. */
const refusedCodes = new Set<number>([
  grpcCodes.invalidArgument,
  grpcCodes.notFound,
  grpcCodes.failedPrecondition,
  grpcCodes.unimplemented,
]);

/**
 * Our own error, in our own words, for trouble with the server; any other error is returned unchanged. `waitedMs` is
 * how long an answer was waited for.
 */
export function toClientError(error: unknown, waitedMs: number): unknown {
  if (error instanceof NamespaceNotFoundError) return namespaceMissing(error.namespace, error);
  const grpc = grpcErrorOf(error);
  if (grpc === null) return error;
  const missing = /namespace (\S+) is not found/i.exec(grpc.details)?.[1];
  if (missing !== undefined) return namespaceMissing(missing, error);
  if (unreachableCodes.has(grpc.code))
    return new TemporalUnreachableError({ reason: plainReason(error, waitedMs) }, { cause: error });
  if (deniedCodes.has(grpc.code)) return denied(error);
  if (grpc.code === grpcCodes.invalidArgument && /search ?attribute/i.test(grpc.details))
    return attributesMissing(error);
  if (refusedCodes.has(grpc.code)) return refused(grpc, error);
  return new TemporalUnreachableError({ reason: plainReason(error, waitedMs) }, { cause: error, answered: true });
}

function namespaceMissing(namespace: string, cause: unknown): TemporalSetupError {
  const command = `temporal operator namespace create --namespace ${namespace} --retention 14d`;
  const hint = `name another by --namespace or TEMPORAL_NAMESPACE, or create it: ${command}`;
  return new TemporalSetupError('namespace', `The Temporal server has no namespace ${namespace}.`, { hint }, { cause });
}

function denied(cause: unknown): TemporalSetupError {
  const hint = "set the variables, or the profile in temporal.toml, that hold this server's credentials";
  return new TemporalSetupError('credentials', 'The Temporal server refuses these credentials.', { hint }, { cause });
}

function attributesMissing(cause: unknown): TemporalSetupError {
  const hint = 'start a worker, which creates them; `withdrawals doctor` has the command that does it by hand';
  return new TemporalSetupError('searchAttributes', 'The namespace lacks search attributes.', { hint }, { cause });
}

/** Nothing that we expect, so the server's own sentence is all there is. */
function refused({ details }: GrpcError, cause: unknown): TemporalSetupError {
  const hint = '`withdrawals doctor` checks the server and the namespace';
  const sentence = 'The Temporal server does not accept the call.';
  return new TemporalSetupError('call', sentence, { reason: details, hint }, { cause });
}
