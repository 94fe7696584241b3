import { type LimitScope, requestPriorities } from '../../domain/capabilities.ts';
import type { LimitGate, Turn } from '../../exchanges/limitGate.ts';
import { Pacer } from './pacer.ts';

export type LimitGateInput = {
  readonly scopes: readonly LimitScope[];
  /** This process's part of every limit, above 0 and at most 1; at least one request stays. */
  readonly limitShare: number;
  /**
   * The part of that which status reads may use, evenly spaced; the rest stays free for what is urgent.
   * Default 1: not held apart.
   */
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
    takeTurn: async (scope, priority, signal) => await queueOf(scope).takeTurn(requestPriorities[priority], signal),
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

type Waiting = { readonly priority: number; readonly go: (turn: Turn) => void; readonly giveUp: () => void };
type Place = { freeMs: number };

/** An exchange that takes longer than this many windows to answer has the request already. */
const longestHold = 1;

/**
 * One limit: a queue by priority in a sliding window. A place is taken from its turn until a window's length
 * after its answer: however long a request takes to get there, no window of the exchange ever holds more.
 * Status reads come one by one.
 */
export class ScopeQueue {
  #requests: number;
  #perMs: number;
  #pollShare: number;
  #pacer: Pacer | null = null;
  #started = false;
  #heldUntilMs = 0;
  #timer: NodeJS.Timeout | null = null;
  readonly #waiting: Waiting[] = [];
  readonly #places = new Set<Place>();

  constructor(requests: number, perMs: number, pollShare = 1) {
    this.#requests = requests;
    this.#perMs = perMs;
    this.#pollShare = pollShare;
  }

  /**
   * Two accounts that share a scope and were configured differently: the stricter counts. Only before its
   * first turn.
   */
  tighten(requests: number, perMs: number): void {
    if (this.#started) return;
    this.#requests = Math.min(this.#requests, requests);
    this.#perMs = Math.max(this.#perMs, perMs);
  }

  async takeTurn(priority: number, signal: AbortSignal | undefined): Promise<Turn> {
    if (!this.#started && this.#pollShare < 1)
      this.#pacer = new Pacer({ requests: this.#requests * this.#pollShare, perMs: this.#perMs });
    this.#started = true;
    if (priority === requestPriorities.poll && this.#pacer !== null) await this.#pacer.takeTurn(signal);
    return await new Promise((resolve, reject) => {
      if (signal?.aborted === true) return reject(signal.reason as Error);
      const waiting: Waiting = {
        priority,
        go: (turn) => {
          signal?.removeEventListener('abort', waiting.giveUp);
          resolve(turn);
        },
        giveUp: () => {
          this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
          reject(signal?.reason as Error);
        },
      };
      signal?.addEventListener('abort', waiting.giveUp, { once: true });
      const behind = this.#waiting.findIndex((other) => other.priority > priority);
      this.#waiting.splice(behind === -1 ? this.#waiting.length : behind, 0, waiting);
      this.#serve();
    });
  }

  holdBack(forMs: number): void {
    if (!(forMs > 0)) return;
    this.#heldUntilMs = Math.max(this.#heldUntilMs, Date.now() + forMs);
    this.#serve();
  }

  readonly #serve = (): void => {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    while (this.#waiting.length > 0) {
      const nowMs = Date.now();
      for (const place of this.#places) if (place.freeMs <= nowMs) this.#places.delete(place);
      const freeMs =
        this.#places.size < this.#requests ? nowMs : Math.min(...[...this.#places].map((place) => place.freeMs));
      const atMs = Math.max(freeMs, this.#heldUntilMs);
      if (atMs > nowMs) {
        this.#timer = setTimeout(this.#serve, atMs - nowMs);
        return;
      }
      this.#waiting.shift()?.go(this.#give(nowMs));
    }
  };

  #give(nowMs: number): Turn {
    // The millisecond covers timers and clocks that are a fraction early.
    const windowMs = this.#perMs + 1;
    const place = { freeMs: nowMs + windowMs };
    this.#places.add(place);
    return {
      heldUntil: (answer) => {
        const latestMs = nowMs + windowMs * (1 + longestHold);
        place.freeMs = latestMs;
        const free = (): void => {
          place.freeMs = Math.min(latestMs, Date.now() + windowMs);
          this.#serve();
        };
        answer.then(free, free);
      },
    };
  }
}
