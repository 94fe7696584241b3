import type { Sleep } from '../sleep.ts';

export type FeedLoopInput = {
  readonly nowMs: () => number;
  readonly sleep: Sleep;
  /** When there is something to do next, Unix ms. Infinity: only when woken. Null: nothing is left, the loop ends. */
  readonly nextWorkMs: () => number | null;
  /** Does what is due. */
  readonly work: () => Promise<void>;
};

export type FeedLoop = {
  /** There is something to do at `dueMs`: starts the loop, or ends a rest that would last longer. */
  expect(dueMs: number): void;
  /** Ends a rest: what the loop waits for may have changed. */
  wake(): void;
};

const longestRestMs = 3_600_000;

/** Works whenever something is due, rests between; takes no timer and no time when nothing is left to do. */
export function createFeedLoop({ nowMs, sleep, nextWorkMs, work }: FeedLoopInput): FeedLoop {
  let running = false;
  let rest: { readonly untilMs: number; readonly end: AbortController } | null = null;

  const restUntil = async (untilMs: number): Promise<void> => {
    const end = new AbortController();
    rest = { untilMs, end };
    if (untilMs === Number.POSITIVE_INFINITY) await aborted(end.signal);
    else await sleep(Math.min(longestRestMs, untilMs - nowMs()), end.signal).catch(() => {});
    rest = null;
  };

  const run = async (): Promise<void> => {
    running = true;
    try {
      for (let workMs = nextWorkMs(); workMs !== null; workMs = nextWorkMs()) {
        if (workMs > nowMs()) await restUntil(workMs);
        else await work();
      }
    } finally {
      running = false;
    }
  };

  return {
    expect(dueMs) {
      if (!running) void run();
      else if (rest !== null && dueMs < rest.untilMs) rest.end.abort();
    },
    wake: () => rest?.end.abort(),
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
