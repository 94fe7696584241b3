import { isGrpcServiceError, QueryNotRegisteredError, QueryRejectedError, ServiceError } from '@temporalio/client';

/** gRPC's status codes that have a meaning for us. */
export const grpcCodes = {
  cancelled: 1,
  invalidArgument: 3,
  deadlineExceeded: 4,
  notFound: 5,
  permissionDenied: 7,
  resourceExhausted: 8,
  failedPrecondition: 9,
  unimplemented: 12,
  unavailable: 14,
  unauthenticated: 16,
} as const;

/** Our deadline comes as the one or the other. We cancel no call in another way. */
const outOfTime = new Set<number>([grpcCodes.cancelled, grpcCodes.deadlineExceeded]);

const serverFailed = 'the Temporal server failed';

/** What a failed call of Temporal means, by gRPC's status code. */
const reasons: Readonly<Record<number, string>> = {
  [grpcCodes.invalidArgument]: 'the Temporal server does not accept the call',
  [grpcCodes.unimplemented]: 'the Temporal server does not have this call',
  [grpcCodes.notFound]: 'the Temporal server does not know it',
  [grpcCodes.permissionDenied]: 'the Temporal server refuses these credentials',
  [grpcCodes.resourceExhausted]: 'the Temporal server is overloaded',
  [grpcCodes.failedPrecondition]: 'the Temporal server cannot do that now',
  [grpcCodes.unavailable]: 'the Temporal server is not there',
  [grpcCodes.unauthenticated]: 'the Temporal server refuses these credentials',
};

export type GrpcError = { readonly code: number; readonly details: string };

/** The gRPC error in whatever Temporal's client threw, or null. */
export function grpcErrorOf(error: unknown): GrpcError | null {
  const candidate = error instanceof ServiceError ? error.cause : error;
  return isGrpcServiceError(candidate) ? { code: candidate.code, details: candidate.details } : null;
}

/**
 * Why a call failed, in words of ours: gRPC's own are for its developers. `waitedMs` is how long an answer was waited
 * for.
 */
export function plainReason(error: unknown, waitedMs: number): string {
  const grpc = grpcErrorOf(error);
  if (grpc === null) return error instanceof Error ? error.message : String(error);
  if (outOfTime.has(grpc.code)) return `no answer within ${waitedMs / 1_000} s`;
  return reasons[grpc.code] ?? serverFailed;
}

/** Why a workflow did not answer a query, in words of ours. Queries are answered by workers. */
export function plainQueryReason(error: unknown, waitedMs: number): string {
  if (error instanceof QueryNotRegisteredError || error instanceof QueryRejectedError)
    return 'its worker could not answer; the log of that worker says why';
  const grpc = grpcErrorOf(error);
  if (grpc === null) return plainReason(error, waitedMs);
  if (outOfTime.has(grpc.code)) return `no worker answered within ${waitedMs / 1_000} s`;
  if (grpc.code !== grpcCodes.failedPrecondition) return plainReason(error, waitedMs);
  if (/poller/i.test(grpc.details)) return 'no worker has asked for its work lately';
  return /failed state/i.test(grpc.details)
    ? 'its worker cannot go on with it; the log of that worker says why'
    : 'no worker has taken it up yet';
}
