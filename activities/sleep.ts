import { setTimeout as delay } from 'node:timers/promises';

import type { Sleep } from './dependencies.ts';

/** Real time. Rejects with an AbortError when `signal` aborts. */
export const sleep: Sleep = async (ms, signal) => {
  await delay(Math.max(0, ms), undefined, signal === undefined ? {} : { signal });
};
