type Waiting = { readonly go: () => void; readonly giveUp: () => void };

/** Gives turns evenly spaced, in the order they were asked for; a late timer is made up for by at most one turn. */
export class Pacer {
  readonly #intervalMs: number;
  readonly #waiting = new Set<Waiting>();
  #nextMs = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(intervalMs: number) {
    this.#intervalMs = intervalMs;
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
      if (nowMs < this.#nextMs) {
        this.#timer = setTimeout(this.#serve, this.#nextMs - nowMs);
        return;
      }
      this.#nextMs = Math.max(this.#nextMs, nowMs - this.#intervalMs) + this.#intervalMs;
      this.#waiting.delete(next);
      next.go();
    }
  };
}
