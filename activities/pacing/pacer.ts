import type { LimitScope } from '../../domain/capabilities.ts';

type Waiting = { readonly go: () => void; readonly giveUp: () => void };

/** So many turns of a late timer or a paused process may be made up for. */
const madeUp = 4;

/**
 * Gives turns evenly spaced, in the order they were asked for, and never more than the limit in any window of
 * its length.
 */
export class Pacer {
  readonly #intervalMs: number;
  readonly #perMs: number;
  readonly #most: number;
  readonly #waiting = new Set<Waiting>();
  /** Times of the last turns, oldest first. */
  readonly #given: number[] = [];
  #nextMs = 0;
  #timer: NodeJS.Timeout | null = null;

  /** `requests` need not be whole: what is left over makes the distances longer. */
  constructor({ requests, perMs }: Pick<LimitScope, 'requests' | 'perMs'>) {
    this.#intervalMs = perMs / requests;
    this.#perMs = perMs;
    this.#most = Math.max(1, Math.floor(requests));
  }

  /** Rejects only when `signal` aborts; a turn given up stays free. */
  takeTurn(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) return reject(signal.reason as Error);
      const waiting: Waiting = {
        go: () => {
          signal?.removeEventListener('abort', waiting.giveUp);
          resolve();
        },
        giveUp: () => {
          this.#waiting.delete(waiting);
          reject(signal?.reason as Error);
        },
      };
      signal?.addEventListener('abort', waiting.giveUp, { once: true });
      this.#waiting.add(waiting);
      if (this.#timer === null) this.#serve();
    });
  }

  readonly #serve = (): void => {
    this.#timer = null;
    for (const next of this.#waiting) {
      const nowMs = Date.now();
      const freeMs = this.#given.length < this.#most ? 0 : (this.#given[0] ?? 0) + this.#perMs + 1;
      const atMs = Math.max(this.#nextMs, freeMs);
      if (nowMs < atMs) {
        this.#timer = setTimeout(this.#serve, atMs - nowMs);
        return;
      }
      this.#nextMs = Math.max(this.#nextMs, nowMs - madeUp * this.#intervalMs) + this.#intervalMs;
      this.#given.push(nowMs);
      if (this.#given.length > this.#most) this.#given.shift();
      this.#waiting.delete(next);
      next.go();
    }
  };
}
