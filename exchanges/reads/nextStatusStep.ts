export type StatusPlanInput = {
  /**
   * For each withdrawal that can be asked for alone, with one request each: how much older it is than what
   * the pages so far reach.
   */
  readonly leftMs: readonly number[];
  readonly pagesRead: number;
  /** How much time the pages read so far span. */
  readonly coveredMs: number;
};

/**
 * The next step of a status read that costs fewer requests: another page, or asking for each withdrawal that is left.
 * A page is worth it if pages that reach as far as those before would find more withdrawals than they cost. Pure.
 */
export function nextStatusStep({ leftMs, pagesRead, coveredMs }: StatusPlanInput): 'page' | 'one by one' {
  if (pagesRead === 0) return leftMs.length <= 1 ? 'one by one' : 'page';
  const msPerPage = coveredMs / pagesRead;
  // Pages that span no time say nothing about how far the next ones reach.
  if (msPerPage <= 0) return 'one by one';
  const nearestFirst = leftMs.toSorted((a, b) => a - b);
  return nearestFirst.some((left, index) => Math.max(1, Math.ceil(left / msPerPage)) <= index) ? 'page' : 'one by one';
}
