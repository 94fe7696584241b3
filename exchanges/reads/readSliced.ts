/** One page of a window of time. */
export type Slice<Row> = {
  readonly rows: readonly Row[];
  /** Creation times of the rows, where readable. */
  readonly timesMs: readonly number[];
  /** As many rows as a page can hold: there may be more. */
  readonly full: boolean;
};

export type SlicedRead<Row> = { readonly rows: readonly Row[]; readonly complete: boolean };

const maximumReads = 1_000;

/**
 * Reads every row in [fromMs, toMs] from an endpoint that shows one page and no cursor: a full page is cut in
 * two until none is full. Depends on no order of rows; rows may come twice. `complete` is false only if a
 * single millisecond fills a page, if a full page shows none of its window (or after 1,000 reads).
 */
export async function readSliced<Row>(
  fromMs: number,
  toMs: number,
  read: (fromMs: number, toMs: number) => Promise<Slice<Row>>,
): Promise<SlicedRead<Row>> {
  const rows: Row[] = [];
  const open: [number, number][] = [[fromMs, toMs]];
  let complete = true;
  for (let reads = 0; open.length > 0; reads += 1) {
    if (reads >= maximumReads) return { rows, complete: false };
    const [from, to] = open.pop() as [number, number];
    const slice = await read(from, to);
    rows.push(...slice.rows);
    if (!slice.full) continue;
    // Where the exchange ignores the window, cutting it leads nowhere.
    if (from >= to || !obeysWindow(slice.timesMs, from, to)) {
      complete = false;
      continue;
    }
    const cut = chooseCut(slice.timesMs, from, to);
    open.push([from, cut], [cut + 1, to]);
  }
  return { rows, complete };
}

/** False of a page that shows rows, but none of its window. */
function obeysWindow(timesMs: readonly number[], from: number, to: number): boolean {
  return timesMs.length === 0 || timesMs.some((atMs) => atMs >= from && atMs <= to);
}

/**
 * Cuts where the rows are: just after the oldest tenth of what the page showed, so that the newer part mostly
 * fits one page.
 */
function chooseCut(timesMs: readonly number[], from: number, to: number): number {
  const sorted = timesMs.toSorted((a, b) => a - b);
  const cut = sorted[Math.floor(sorted.length / 10)] ?? Math.floor((from + to) / 2);
  return Math.min(Math.max(cut, from), to - 1);
}
