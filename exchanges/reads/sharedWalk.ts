import { setMaxListeners } from 'node:events';

import type { ReadContext } from '../exchange.ts';
import { abortableLookUp, type LookUpOutcome } from './abortableLookUp.ts';

/** Reads all pages of one key, from now back to `fromMs`. */
type Walk<Result> = (key: string, fromMs: number, context: ReadContext) => Promise<Result>;

type Caller<Result> = LookUpOutcome<Result> & { readonly fromMs: number; readonly context: ReadContext };

type Queue<Result> = { waiting: Caller<Result>[]; walking: boolean };

/**
 * Lets look-ups of the same history (or of anything that many callers read at once) share their walks through it. One
 * walk at a time per key, from the earliest time that a caller asked for, answers all who asked before it began; so
 * what comes back may reach further back than was asked for. Each caller leaves by its own signal; the walk ends early
 * once all have left.
 */
export function sharedWalk<Result>(adapter: string, walk: Walk<Result>): Walk<Result> {
  const queues = new Map<string, Queue<Result>>();

  async function walkFor(key: string, callers: readonly Caller<Result>[]): Promise<void> {
    const fromMs = Math.min(...callers.map((caller) => caller.fromMs));
    const { allLeft, stopListening } = watchForAllLeft(callers);
    const context: ReadContext = {
      priority: callers[0]?.context.priority ?? 'lookup',
      signal: allLeft,
      onTurn: () => callers.forEach((caller) => caller.context.onTurn?.()),
    };
    try {
      const result = await walk(key, fromMs, context);
      for (const caller of callers) caller.answer(result);
    } catch (error) {
      for (const caller of callers) caller.fail(error);
    } finally {
      stopListening();
    }
  }

  async function serve(key: string, queue: Queue<Result>): Promise<void> {
    queue.walking = true;
    while (queue.waiting.length > 0) {
      const callers = queue.waiting.filter(({ context }) => context.signal?.aborted !== true);
      queue.waiting = [];
      if (callers.length > 0) await walkFor(key, callers);
    }
    queue.walking = false;
    queues.delete(key);
  }

  return (key, fromMs, context) =>
    abortableLookUp(adapter, context.signal, (outcome) => {
      const queue = queues.get(key) ?? { waiting: [], walking: false };
      queues.set(key, queue);
      queue.waiting.push({ ...outcome, fromMs, context });
      if (!queue.walking) void serve(key, queue);
    });
}

/**
 * `allLeft` aborts when the last of them has left; never where one of them cannot leave. A caller's signal outlives
 * many walks, so stop listening to it after each.
 */
function watchForAllLeft(callers: readonly { readonly context: ReadContext }[]): {
  readonly allLeft: AbortSignal;
  readonly stopListening: () => void;
} {
  const allLeft = new AbortController();
  const listening = new AbortController();
  // One listener for each caller of the walk is no leak, however many they are.
  setMaxListeners(0, listening.signal);
  let left = 0;
  const onLeave = (): void => {
    left += 1;
    if (left === callers.length) allLeft.abort();
  };
  for (const { context } of callers)
    context.signal?.addEventListener('abort', onLeave, { once: true, signal: listening.signal });
  return { allLeft: allLeft.signal, stopListening: () => listening.abort() };
}
