/** The only way in which a simulator waits or reads the time, so that a test can set the time. */
export type Clock = {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls `run` once after `delayMs`. The function that it returns cancels that. An infinite delay never fires. */
  setTimer(run: () => void, delayMs: number): () => void;
};

const longestTimerMs = 2 ** 31 - 1;

/** The machine's own clock. Delays beyond 24 days count as 24 days. */
export const systemClock: Clock = {
  now: () => Date.now(),
  setTimer(run, delayMs) {
    if (delayMs === Number.POSITIVE_INFINITY) return () => undefined;
    const timer = setTimeout(run, Math.min(Math.max(0, delayMs), longestTimerMs));
    return () => clearTimeout(timer);
  },
};

/** A clock whose timers can all be cancelled at once; none that is set later fires either. */
export function createStoppableClock(clock: Clock): Clock & { stop(): void } {
  const cancels = new Set<() => void>();
  let stopped = false;
  return {
    now: () => clock.now(),
    setTimer(run, delayMs) {
      if (stopped) return () => undefined;
      const cancel = clock.setTimer(() => {
        cancels.delete(cancel);
        run();
      }, delayMs);
      cancels.add(cancel);
      return () => {
        cancels.delete(cancel);
        cancel();
      };
    },
    stop() {
      stopped = true;
      for (const cancel of cancels) cancel();
      cancels.clear();
    },
  };
}
