import { setTimeout as delay } from 'node:timers/promises';

/** Resolves after `ms`; rejects when `signal` aborts. */
export type Sleep = (ms: number, signal?: AbortSignal) => Promise<void>;

/** Real time. Rejects with an AbortError when `signal` aborts. */
export const sleep: Sleep = async (ms, signal) => {
  await delay(Math.max(0, ms), undefined, signal === undefined ? {} : { signal });
};
