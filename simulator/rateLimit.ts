import type { Clock } from './clock.ts';

export type RateLimit = { requests: number; perMs: number };

export type RateLimiter = {
  /**
   * `null`: go ahead (and counted). A number: refused, milliseconds until there is room again. Refused
   * requests do not count.
   */
  take(key: string): number | null;
  refused(): number;
};

/** Sliding window per key. */
export function createRateLimiter(limit: RateLimit, clock: Clock): RateLimiter {
  const taken = new Map<string, number[]>();
  let refused = 0;
  return {
    take(key) {
      const nowMs = clock.now();
      const recent = (taken.get(key) ?? []).filter((atMs) => atMs > nowMs - limit.perMs);
      taken.set(key, recent);
      const oldest = recent[0];
      if (recent.length >= limit.requests && oldest !== undefined) {
        refused += 1;
        return oldest + limit.perMs - nowMs;
      }
      recent.push(nowMs);
      return null;
    },
    refused: () => refused,
  };
}
