import type { Sleep } from '../../../activities/sleep.ts';

type Timer = { readonly atMs: number; readonly order: number; readonly fire: () => void };

/** Time that passes only when nothing else is left to do: no test ever waits. */
export class VirtualClock {
  nowMs = Date.parse('2026-11-21T08:00:00.000Z');
  private readonly startMs = this.nowMs;
  private readonly timers = new Set<Timer>();
  private order = 0;

  readonly now = (): number => this.nowMs;
  readonly monotonic = (): number => this.nowMs - this.startMs;

  readonly sleep: Sleep = (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted === true) return reject(abortError());
      const abort = (): void => {
        this.timers.delete(timer);
        reject(abortError());
      };
      const fire = (): void => {
        signal?.removeEventListener('abort', abort);
        resolve();
      };
      const timer: Timer = { atMs: this.nowMs + Math.max(0, ms), order: (this.order += 1), fire };
      this.timers.add(timer);
      signal?.addEventListener('abort', abort, { once: true });
    });

  get pendingTimers(): number {
    return this.timers.size;
  }

  /** Runs until the promise settles, moving time on from timer to timer. Fails when nothing could ever settle it. */
  async run<T>(promise: Promise<T>): Promise<T> {
    const state = { settled: false };
    const settle = (): void => void (state.settled = true);
    void promise.then(settle, settle);
    for (let idle = 0; idle < 50;) {
      await this.settle();
      if (state.settled) return promise;
      idle = this.fireNext(Number.POSITIVE_INFINITY) ? 0 : idle + 1;
    }
    throw new Error('nothing is left that could settle this');
  }

  /** Lets this much time pass. */
  async pass(ms: number): Promise<void> {
    const untilMs = this.nowMs + ms;
    do await this.settle();
    while (this.fireNext(untilMs));
    this.nowMs = untilMs;
    await this.settle();
  }

  /** Lets everything run that needs no time. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < 4; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  }

  private fireNext(untilMs: number): boolean {
    const next = [...this.timers].sort((a, b) => a.atMs - b.atMs || a.order - b.order)[0];
    if (next === undefined || next.atMs > untilMs) return false;
    this.timers.delete(next);
    this.nowMs = Math.max(this.nowMs, next.atMs);
    next.fire();
    return true;
  }
}

function abortError(): Error {
  const error = new Error('aborted');
  error.name = 'AbortError';
  return error;
}
