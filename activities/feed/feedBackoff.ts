import { failsForAll } from '../../domain/failsForAll.ts';
import { ExchangeError } from '../../exchanges/errors.ts';

export type FeedBackoff = {
  /** A read failed that began then: when this one may be tried again. */
  failed(
    error: unknown,
    read: { readonly beganMs: number; readonly failures: number; readonly isAlone: boolean },
  ): number;
  /** A read that began then succeeded. */
  succeeded(beganMs: number): void;
  /** Nothing is read before. */
  readonly notBeforeMs: () => number;
  /** Reads fail one after another: one at a time is enough to see when it ends. */
  readonly isInTrouble: () => boolean;
};

const longestMs = 30_000;

/**
 * One failed read delays its own withdrawals alone; the account waits when the failure is of a kind that is
 * everybody's, when the exchange says for how long, or when reads fail one after another.
 */
export function createFeedBackoff({
  nowMs,
  baseMs,
}: {
  readonly nowMs: () => number;
  readonly baseMs: number;
}): FeedBackoff {
  let inARow = 0;
  let lastFailedMs = Number.NEGATIVE_INFINITY;
  let notBeforeMs = 0;
  const after = (failures: number): number => Math.min(longestMs, baseMs * 2 ** Math.min(10, failures));
  return {
    failed(error, { beganMs, failures, isAlone }) {
      // Those that were under way together say no more than one of them.
      if (beganMs >= lastFailedMs) inARow += 1;
      lastFailedMs = nowMs();
      const retryAfterMs = error instanceof ExchangeError ? (error.retryAfterMs ?? 0) : 0;
      const isOfAll = inARow > 1 || (error instanceof ExchangeError && failsForAll.has(error.reason));
      if (isOfAll || retryAfterMs > 0)
        notBeforeMs = Math.max(notBeforeMs, nowMs() + Math.max(isOfAll ? after(inARow) : 0, retryAfterMs));
      return nowMs() + (isAlone ? after(failures) : baseMs);
    },
    succeeded(beganMs) {
      // It began before the trouble did.
      if (beganMs < lastFailedMs) return;
      inARow = 0;
      notBeforeMs = 0;
    },
    notBeforeMs: () => notBeforeMs,
    isInTrouble: () => inARow > 1,
  };
}
