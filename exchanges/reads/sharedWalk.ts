import { setMaxListeners } from 'node:events';

import { ExchangeError } from '../errors.ts';
import type { ReadContext } from '../exchange.ts';

type Seeker<Result> = {
  readonly fromMs: number;
  readonly context: ReadContext;
  readonly answer: (result: Result) => void;
  readonly fail: (error: unknown) => void;
};

type Line<Result> = { waiting: Seeker<Result>[]; walking: boolean };

/**
 * Lets look-ups of the same history (or any read that many want alike) share their walks through it: one walk
 * at a time per key, from the earliest time that anybody asked for, answers all who asked before it began.
 * What comes back may reach further back than was asked for. Each look-up leaves by its own signal; the walk
 * ends early once all have left.
 */
export function sharedWalk<Result>(
  adapter: string,
  walk: (key: string, fromMs: number, context: ReadContext) => Promise<Result>,
): (key: string, fromMs: number, context: ReadContext) => Promise<Result> {
  const lines = new Map<string, Line<Result>>();

  const walkFor = async (key: string, seekers: readonly Seeker<Result>[]): Promise<void> => {
    const company = untilAllLeft(seekers);
    try {
      const onTurn = (): void => seekers.forEach(({ context }) => context.onTurn?.());
      const result = await walk(key, Math.min(...seekers.map((seeker) => seeker.fromMs)), {
        priority: seekers[0]?.context.priority ?? 'lookup',
        signal: company.allLeft,
        onTurn,
      });
      for (const seeker of seekers) seeker.answer(result);
    } catch (error) {
      for (const seeker of seekers) seeker.fail(error);
    } finally {
      company.forget();
    }
  };

  const run = async (key: string, line: Line<Result>): Promise<void> => {
    line.walking = true;
    while (line.waiting.length > 0) {
      const seekers = line.waiting.filter(({ context }) => context.signal?.aborted !== true);
      line.waiting = [];
      if (seekers.length > 0) await walkFor(key, seekers);
    }
    line.walking = false;
    lines.delete(key);
  };

  return (key, fromMs, context) =>
    new Promise((resolve, reject) => {
      const { signal } = context;
      const leave = (): void =>
        reject(new ExchangeError({ reason: 'unreachable', adapter, endpoint: 'look-up', note: 'broken off' }));
      if (signal?.aborted === true) return leave();
      const done = (): void => signal?.removeEventListener('abort', leave);
      signal?.addEventListener('abort', leave, { once: true });
      const line = lines.get(key) ?? { waiting: [], walking: false };
      lines.set(key, line);
      line.waiting.push({
        fromMs,
        context,
        answer: (result) => (done(), resolve(result)),
        fail: (error) => (done(), reject(error instanceof Error ? error : new Error('look-up failed'))),
      });
      if (!line.walking) void run(key, line);
    });
}

/**
 * `allLeft` aborts when the last of them has left; never where one cannot leave. A signal outlives many
 * walks: forget it after each.
 */
function untilAllLeft(seekers: readonly { readonly context: ReadContext }[]): {
  readonly allLeft: AbortSignal;
  forget(): void;
} {
  const over = new AbortController();
  const walk = new AbortController();
  // As many listen as share the walk: that is no leak.
  setMaxListeners(0, walk.signal);
  let left = 0;
  for (const { context } of seekers) {
    context.signal?.addEventListener('abort', () => (left += 1) === seekers.length && over.abort(), {
      once: true,
      signal: walk.signal,
    });
  }
  return { allLeft: over.signal, forget: () => walk.abort() };
}
