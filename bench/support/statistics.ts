export type Distribution = {
  readonly count: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly max: number;
};

/** The smallest value that is at least as high as this part (0 to 1) of all values; null if there are none. */
export function quantile(values: readonly number[], part: number): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? null;
}

/** Count, median, p90, p99 and maximum. Throws RangeError if there are no values: then nothing was measured. */
export function distribution(values: readonly number[]): Distribution {
  const at = (part: number): number => {
    const value = quantile(values, part);
    if (value === null) throw new RangeError('no values were measured');
    return value;
  };
  return { count: values.length, p50: at(0.5), p90: at(0.9), p99: at(0.99), max: at(1) };
}

/** Rounds to significant digits, so that a figure does not look more exact than it is. */
export function rounded(value: number, digits = 3): number {
  return Number(value.toPrecision(digits));
}
