import PQueue from 'p-queue';
import { type LimitScope, requestPriorities } from '../domain/capabilities.ts';
import type { LimitGate } from '../exchanges/limitGate.ts';

export type LimitGateInput = {
  readonly scopes: readonly LimitScope[];
  /** This process's part of every limit, above 0 and at most 1; at least one request stays. */
  readonly limitShare: number;
  /** Limits per IP are shared by all accounts of the process that talk to this host. */
  readonly host: string;
  readonly sharedByHost: SharedScopes;
};

/** Scopes counted per IP address, by host and name; one per process. */
export type SharedScopes = Map<string, ScopeQueue>;

export function createSharedScopes(): SharedScopes {
  return new Map();
}

/** Never lets more through than a scope allows in any window of its length; urgent ones first. */
export function createLimitGate(input: LimitGateInput): LimitGate {
  const queues = new Map<string, ScopeQueue>();
  for (const scope of input.scopes) queues.set(scope.name, queueFor(scope, input));
  const queueOf = (scope: string): ScopeQueue => {
    const queue = queues.get(scope);
    if (queue === undefined) throw new RangeError(`no such limit scope: ${scope}`);
    return queue;
  };
  return {
    takeTurn: async (scope, priority, signal) => queueOf(scope).takeTurn(requestPriorities[priority], signal),
    holdBack: (scope, forMs) => queueOf(scope).holdBack(forMs),
  };
}

function queueFor(scope: LimitScope, input: LimitGateInput): ScopeQueue {
  const requests = Math.max(1, Math.floor(scope.requests * input.limitShare));
  if (scope.per !== 'ip') return new ScopeQueue(requests, scope.perMs);
  const key = `${input.host}/${scope.name}`;
  const shared = input.sharedByHost.get(key) ?? new ScopeQueue(requests, scope.perMs);
  shared.tighten(requests, scope.perMs);
  input.sharedByHost.set(key, shared);
  return shared;
}

/** One limit: a queue by priority in a sliding window. */
export class ScopeQueue {
  #requests: number;
  #perMs: number;
  #queue: PQueue | null = null;
  #heldUntilMs = 0;

  constructor(requests: number, perMs: number) {
    this.#requests = requests;
    this.#perMs = perMs;
  }

  /** Two accounts that share a scope and were configured differently: the stricter counts. Only before its first turn. */
  tighten(requests: number, perMs: number): void {
    if (this.#queue !== null) return;
    this.#requests = Math.min(this.#requests, requests);
    this.#perMs = Math.max(this.#perMs, perMs);
  }

  async takeTurn(priority: number, signal: AbortSignal | undefined): Promise<void> {
    // p-queue runs higher numbers first.
    await this.#started().add(async () => {}, { priority: -priority, ...(signal === undefined ? {} : { signal }) });
  }

  holdBack(forMs: number): void {
    const untilMs = Date.now() + forMs;
    if (!(forMs > 0) || untilMs <= this.#heldUntilMs) return;
    this.#heldUntilMs = untilMs;
    const queue = this.#started();
    queue.pause();
    const resume = (): void => {
      const leftMs = this.#heldUntilMs - Date.now();
      // A later refusal may have moved the end.
      if (leftMs > 0) setTimeout(resume, leftMs).unref();
      else queue.start();
    };
    setTimeout(resume, forMs).unref();
  }

  #started(): PQueue {
    // The millisecond covers timers and clocks that are a fraction early.
    this.#queue ??= new PQueue({ intervalCap: this.#requests, interval: this.#perMs + 1, strict: true });
    return this.#queue;
  }
}
