import PQueue from 'p-queue';
import { type LimitScope, requestPriorities } from '../domain/capabilities.ts';
import type { LimitGate } from '../exchanges/limitGate.ts';
import { Pacer } from './pacer.ts';

export type LimitGateInput = {
  readonly scopes: readonly LimitScope[];
  /** This process's part of every limit, above 0 and at most 1; at least one request stays. */
  readonly limitShare: number;
  /** The part of that which status reads may use, evenly spaced; the rest stays free for what is urgent. Default 1: not held apart. */
  readonly pollShare?: number;
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
  const pollShare = input.pollShare ?? 1;
  if (scope.per !== 'ip') return new ScopeQueue(requests, scope.perMs, pollShare);
  const key = `${input.host}/${scope.name}`;
  const shared = input.sharedByHost.get(key) ?? new ScopeQueue(requests, scope.perMs, pollShare);
  shared.tighten(requests, scope.perMs);
  input.sharedByHost.set(key, shared);
  return shared;
}

/** One limit: a queue by priority in a sliding window. Status reads come to it one by one, so that they never fill a window at once. */
export class ScopeQueue {
  #requests: number;
  #perMs: number;
  #queue: PQueue | null = null;
  #pacer: Pacer | null = null;
  #heldUntilMs = 0;
  readonly #pollShare: number;

  constructor(requests: number, perMs: number, pollShare = 1) {
    this.#requests = requests;
    this.#perMs = perMs;
    this.#pollShare = pollShare;
  }

  /** Two accounts that share a scope and were configured differently: the stricter counts. Only before its first turn. */
  tighten(requests: number, perMs: number): void {
    if (this.#queue !== null) return;
    this.#requests = Math.min(this.#requests, requests);
    this.#perMs = Math.max(this.#perMs, perMs);
  }

  async takeTurn(priority: number, signal: AbortSignal | undefined): Promise<void> {
    const queue = this.#started();
    if (priority === requestPriorities.poll && this.#pacer !== null) await this.#pacer.takeTurn(signal);
    // p-queue runs higher numbers first.
    await queue.add(async () => {}, { priority: -priority, ...(signal === undefined ? {} : { signal }) });
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
    if (this.#queue !== null) return this.#queue;
    if (this.#pollShare < 1) this.#pacer = new Pacer(this.#perMs / (this.#requests * this.#pollShare));
    this.#queue = new PQueue({ intervalCap: this.#requests, interval: this.#perMs + 1, strict: true });
    return this.#queue;
  }
}
