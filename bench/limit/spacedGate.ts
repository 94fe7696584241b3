import { setTimeout as delay } from 'node:timers/promises';

import type { LimitGate } from '../../exchanges/limitGate.ts';
import type { RateLimit } from '../support/exchangeMessages.ts';

/** Gives evenly spaced turns, as many as the limit allows. One extra millisecond covers a timer that fires early. */
export function createSpacedGate({ requests, perMs }: RateLimit): LimitGate {
  const apartMs = (perMs + 1) / requests;
  let nextMs = 0;
  return {
    async takeTurn() {
      const atMs = Math.max(nextMs, Date.now());
      nextMs = atMs + apartMs;
      while (Date.now() < atMs) await delay(atMs - Date.now());
    },
    holdBack: (_scope, forMs) => void (nextMs = Math.max(nextMs, Date.now() + forMs)),
  };
}
