import { requestPriorities } from '../../domain/capabilities.ts';
import type { Turn } from '../../exchanges/limitGate.ts';
import { Pacer } from './pacer.ts';
import { type Waiting, waitForTurn } from './waitForTurn.ts';

/** One of the requests that a window may hold; free again at `freeMs`, Unix ms. */
type Place = { freeMs: number };
type Queued = { readonly waiting: Waiting<Turn>; readonly priority: number };

/** A request whose answer takes longer than so many windows has long reached the exchange. */
const longestHoldWindows = 1;

/**
 * One limit of the exchange: a queue by priority in front of a sliding window with so many places.
 *
 * The exchange counts a request when it arrives, and nobody knows when that is. So a place stays taken from its turn
 * until a window's length after the answer: however long a request travels, no window of the exchange holds more than
 * the limit. Status reads are besides spaced evenly within their share, so that urgent requests find free places.
 */
export class ScopeQueue {
  #requests: number;
  #perMs: number;
  readonly #pollShare: number;
  #pollPacer: Pacer | null = null;
  #hasBegun = false;
  #heldBackUntilMs = 0;
  #timer: NodeJS.Timeout | null = null;
  /** Most urgent first; of one priority, in the order in which they came. */
  readonly #queue: Queued[] = [];
  readonly #places = new Set<Place>();

  /** `requests` (whole) per `perMs`; status reads may use `pollShare` of them, above 0 and at most 1. */
  constructor(requests: number, perMs: number, pollShare = 1) {
    this.#requests = requests;
    this.#perMs = perMs;
    this.#pollShare = pollShare;
  }

  /**
   * Where two accounts share this limit and were configured differently, the stricter counts. Does nothing after the
   * first turn: places already given were given under the limit of then.
   */
  tighten(requests: number, perMs: number): void {
    if (this.#hasBegun) return;
    this.#requests = Math.min(this.#requests, requests);
    this.#perMs = Math.max(this.#perMs, perMs);
  }

  /** Resolves when one request may go. A smaller `priority` goes first. Rejects only when `signal` aborts. */
  async takeTurn(priority: number, signal: AbortSignal | undefined): Promise<Turn> {
    this.#begin();
    if (priority === requestPriorities.poll && this.#pollPacer !== null) await this.#pollPacer.takeTurn(signal);
    return await waitForTurn<Turn>(signal, {
      join: (waiting) => {
        this.#enqueue({ waiting, priority });
        this.#serve();
      },
      leave: (waiting) => {
        const index = this.#queue.findIndex((queued) => queued.waiting === waiting);
        this.#queue.splice(index, 1);
      },
    });
  }

  /** Lets nothing through for `forMs` from now on; the longest of several counts. */
  holdBack(forMs: number): void {
    if (!(forMs > 0)) return;
    this.#heldBackUntilMs = Math.max(this.#heldBackUntilMs, Date.now() + forMs);
    this.#serve();
  }

  /** With the first turn, when no stricter limit can come any more. */
  #begin(): void {
    if (this.#hasBegun) return;
    this.#hasBegun = true;
    if (this.#pollShare < 1)
      this.#pollPacer = new Pacer({ requests: this.#requests * this.#pollShare, perMs: this.#perMs });
  }

  #enqueue(queued: Queued): void {
    const lessUrgent = this.#queue.findIndex((other) => other.priority > queued.priority);
    this.#queue.splice(lessUrgent === -1 ? this.#queue.length : lessUrgent, 0, queued);
  }

  readonly #serve = (): void => {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    while (this.#queue.length > 0) {
      const nowMs = Date.now();
      const turnMs = Math.max(this.#placeFreeMs(nowMs), this.#heldBackUntilMs);
      if (turnMs > nowMs) {
        this.#timer = setTimeout(this.#serve, turnMs - nowMs);
        return;
      }
      this.#queue.shift()?.waiting.go(this.#givePlace(nowMs));
    }
  };

  /** When a place is free: now, or when the first one becomes so. */
  #placeFreeMs(nowMs: number): number {
    for (const place of this.#places) if (place.freeMs <= nowMs) this.#places.delete(place);
    if (this.#places.size < this.#requests) return nowMs;
    return Math.min(...[...this.#places].map((place) => place.freeMs));
  }

  #givePlace(nowMs: number): Turn {
    // The millisecond covers timers and clocks that are a fraction early.
    const windowMs = this.#perMs + 1;
    const place: Place = { freeMs: nowMs + windowMs };
    this.#places.add(place);
    return {
      heldUntil: (answer) => {
        const latestMs = nowMs + windowMs * (1 + longestHoldWindows);
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
