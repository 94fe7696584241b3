export type StatusPlanInput = {
  /** Withdrawals that could be asked for one by one, one request each. */
  readonly askable: number;
  readonly pagesRead: number;
  /** How much time the pages read so far span, and how much they still have to reach back. */
  readonly coveredMs: number;
  readonly leftMs: number;
};

/** The cheaper next step of a status read, in requests: another page, or every withdrawal by itself. Pure. */
export function nextStatusStep({ askable, pagesRead, coveredMs, leftMs }: StatusPlanInput): 'page' | 'one by one' {
  if (pagesRead === 0) return askable <= 1 ? 'one by one' : 'page';
  const msPerPage = coveredMs / pagesRead;
  // Pages that span no time say nothing about how far the next ones reach.
  const pagesLeft = msPerPage > 0 ? Math.ceil(Math.max(0, leftMs) / msPerPage) : Number.POSITIVE_INFINITY;
  return askable < pagesLeft ? 'one by one' : 'page';
}
