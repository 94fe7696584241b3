import type { LimitScope } from '../../domain/capabilities.ts';
import { type Waiting, waitForTurn } from './waitForTurn.ts';

/** After a late timer or a paused process, up to so many missed turns may follow without their distance. */
const mostCatchUpTurns = 4;

/**
 * Gives turns one by one at even distances, in the order in which they were asked for. No window of the limit's length
 * ever holds more turns than the limit, also while missed turns are caught up.
 */
export class Pacer {
  readonly #intervalMs: number;
  readonly #windowMs: number;
  readonly #mostPerWindow: number;
  readonly #waiting = new Set<Waiting<void>>();
  /** When the last turns were given, Unix ms, oldest first; as many as a window may hold. */
  readonly #givenMs: number[] = [];
  /** The next turn by the even distances alone, Unix ms. */
  #nextMs = 0;
  #timer: NodeJS.Timeout | null = null;

  /** `requests` per `perMs`; need not be whole: the distances are then longer, and a window holds the whole part. */
  constructor({ requests, perMs }: Pick<LimitScope, 'requests' | 'perMs'>) {
    this.#intervalMs = perMs / requests;
    this.#windowMs = perMs;
    this.#mostPerWindow = Math.max(1, Math.floor(requests));
  }

  /** Resolves when it is this caller's turn. Rejects only when `signal` aborts; that turn then goes to the next. */
  takeTurn(signal: AbortSignal | undefined): Promise<void> {
    return waitForTurn(signal, {
      join: (waiting) => {
        this.#waiting.add(waiting);
        if (this.#timer === null) this.#serve();
      },
      leave: (waiting) => void this.#waiting.delete(waiting),
    });
  }

  readonly #serve = (): void => {
    this.#timer = null;
    for (const waiting of this.#waiting) {
      const nowMs = Date.now();
      const turnMs = Math.max(this.#nextMs, this.#windowFreeMs());
      if (nowMs < turnMs) {
        this.#timer = setTimeout(this.#serve, turnMs - nowMs);
        return;
      }
      this.#noteTurn(nowMs);
      this.#waiting.delete(waiting);
      waiting.go();
    }
  };

  /** From when on one more turn fits into every window, Unix ms. */
  #windowFreeMs(): number {
    if (this.#givenMs.length < this.#mostPerWindow) return 0;
    const [oldestMs = 0] = this.#givenMs;
    // The millisecond covers a clock that is a fraction early.
    return oldestMs + this.#windowMs + 1;
  }

  #noteTurn(nowMs: number): void {
    const furthestBehindMs = nowMs - mostCatchUpTurns * this.#intervalMs;
    this.#nextMs = Math.max(this.#nextMs, furthestBehindMs) + this.#intervalMs;
    this.#givenMs.push(nowMs);
    if (this.#givenMs.length > this.#mostPerWindow) this.#givenMs.shift();
  }
}
