import { type LimitScope, requestPriorities } from '../../domain/capabilities.ts';
import type { LimitGate } from '../../exchanges/limitGate.ts';
import { ScopeQueue } from './scopeQueue.ts';

export type LimitGateInput = {
  readonly scopes: readonly LimitScope[];
  /** This process's part of every limit, above 0 and at most 1; at least one request stays. */
  readonly limitShare: number;
  /**
   * The part of that which status reads may use, evenly spaced; the rest stays free for what is urgent. Default 1:
   * status reads are not held apart.
   */
  readonly pollShare?: number;
  /** Limits per IP are shared by all accounts of the process that talk to this host. */
  readonly host: string;
  readonly sharedByHost: SharedScopes;
};

/** The queues of limits that are counted per IP address, by host and scope; one map per process. */
export type SharedScopes = Map<string, ScopeQueue>;

export function createSharedScopes(): SharedScopes {
  return new Map();
}

/**
 * Lets at most as many requests through as each scope allows in any window of its length, urgent ones first. Throws
 * RangeError for a scope that was not declared.
 */
export function createLimitGate(input: LimitGateInput): LimitGate {
  const queues = new Map(input.scopes.map((scope) => [scope.name, queueFor(scope, input)]));
  const queueOf = (scope: string): ScopeQueue => {
    const queue = queues.get(scope);
    if (queue === undefined) throw new RangeError(`no such limit scope: ${scope}`);
    return queue;
  };
  return {
    takeTurn: async (scope, priority, signal) => await queueOf(scope).takeTurn(requestPriorities[priority], signal),
    holdBack: (scope, forMs) => queueOf(scope).holdBack(forMs),
  };
}

function queueFor(scope: LimitScope, { limitShare, pollShare, host, sharedByHost }: LimitGateInput): ScopeQueue {
  const requests = Math.max(1, Math.floor(scope.requests * limitShare));
  const createQueue = (): ScopeQueue => new ScopeQueue(requests, scope.perMs, pollShare);
  if (scope.per !== 'ip') return createQueue();
  const key = `${host}/${scope.name}`;
  const shared = sharedByHost.get(key) ?? createQueue();
  shared.tighten(requests, scope.perMs);
  sharedByHost.set(key, shared);
  return shared;
}
