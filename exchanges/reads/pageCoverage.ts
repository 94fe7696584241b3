import type { WithdrawalRecord } from '../../domain/withdrawal.ts';

/** How far back in time the pages of one read reach. */
export type PageCoverage = {
  /** Takes in the records of the next page. */
  add(records: readonly WithdrawalRecord[]): void;
  /** True where all records made at this time or later have been shown, as far as the order of rows can be believed. */
  covers(createdAtMs: number): boolean;
  /** The oldest time reached, Unix milliseconds; the newest one while the order of rows proves nothing. */
  reachedMs(): number;
};

/**
 * Judges pages by the times of their records. No document promises newest first: that order is believed once it was
 * seen and not contradicted. `newestMs` is where the first page begins.
 */
export function createPageCoverage(newestMs: number): PageCoverage {
  /** A row that is shown twice says nothing about the order. */
  const seen = new Set<string>();
  let isOrdered = true;
  let hasDescended = false;
  let oldestMs = Number.POSITIVE_INFINITY;

  function addOne({ exchangeWithdrawalId, createdAtMs }: WithdrawalRecord): void {
    if (createdAtMs === null || seen.has(exchangeWithdrawalId)) return;
    seen.add(exchangeWithdrawalId);
    if (createdAtMs > oldestMs) isOrdered = false;
    if (createdAtMs < oldestMs && Number.isFinite(oldestMs)) hasDescended = true;
    oldestMs = Math.min(oldestMs, createdAtMs);
  }

  return {
    add(records) {
      for (const record of records) addOne(record);
      // Out of order, how far back a page reaches proves nothing: only the last page does.
      if (!isOrdered) oldestMs = Number.POSITIVE_INFINITY;
    },
    covers: (createdAtMs) => hasDescended && oldestMs < createdAtMs,
    reachedMs: () => (Number.isFinite(oldestMs) ? oldestMs : newestMs),
  };
}
