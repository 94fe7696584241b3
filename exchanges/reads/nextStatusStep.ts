export type StatusPlanInput = {
  /**
   * For each withdrawal that can be asked for alone, one request each: how much further back than the pages
   * so far it lies.
   */
  readonly leftMs: readonly number[];
  readonly pagesRead: number;
  /** How much time the pages read so far span. */
  readonly coveredMs: number;
};

/**
 * The cheaper next step of a status read, in requests: another page, or every withdrawal that is left by itself. Pure.
 * A page is worth it if, going on as the pages before, some number of them finds more withdrawals than it costs.
 */
export function nextStatusStep({ leftMs, pagesRead, coveredMs }: StatusPlanInput): 'page' | 'one by one' {
  if (pagesRead === 0) return leftMs.length <= 1 ? 'one by one' : 'page';
  const msPerPage = coveredMs / pagesRead;
  // Pages that span no time say nothing about how far the next ones reach.
  if (msPerPage <= 0) return 'one by one';
  const nearestFirst = leftMs.toSorted((a, b) => a - b);
  return nearestFirst.some((left, index) => Math.max(1, Math.ceil(left / msPerPage)) <= index) ? 'page' : 'one by one';
}
