import type { Clock } from './clock.ts';

type Timer = { dueMs: number; run: () => void };

export type ManualClock = Clock & {
  /** Moves the time forward and runs what has come due, in order. */
  advance(byMs: number): void;
  pendingTimers(): number;
  /** Settles as soon as at least `count` timers are waiting. */
  timersPending(count: number): Promise<void>;
};

/** A clock that stands still until it is told to move. */
export function createManualClock(startMs: number): ManualClock {
  let nowMs = startMs;
  let timers: Timer[] = [];
  let waiting: { count: number; resolve: () => void }[] = [];

  function tellWaiting(): void {
    const satisfied = waiting.filter((one) => timers.length >= one.count);
    waiting = waiting.filter((one) => timers.length < one.count);
    for (const one of satisfied) one.resolve();
  }

  function takeNextDue(untilMs: number): Timer | undefined {
    const next = timers.filter((timer) => timer.dueMs <= untilMs).sort((a, b) => a.dueMs - b.dueMs)[0];
    if (next) timers = timers.filter((timer) => timer !== next);
    return next;
  }

  return {
    now: () => nowMs,
    setTimer(run, delayMs) {
      const timer = { dueMs: nowMs + Math.max(0, delayMs), run };
      timers.push(timer);
      tellWaiting();
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    advance(byMs) {
      const untilMs = nowMs + byMs;
      for (let timer = takeNextDue(untilMs); timer; timer = takeNextDue(untilMs)) {
        nowMs = Math.max(nowMs, timer.dueMs);
        timer.run();
      }
      nowMs = untilMs;
    },
    pendingTimers: () => timers.length,
    timersPending: (count) =>
      new Promise((resolve) => {
        waiting.push({ count, resolve });
        tellWaiting();
      }),
  };
}
