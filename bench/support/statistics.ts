export type Distribution = {
  readonly count: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly max: number;
};

/** The smallest value that this part of all values does not exceed; null of nothing. */
export function quantile(values: readonly number[], part: number): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? null;
}

/** Count, median, p90, p99 and maximum. Throws on no values: a bench that saw nothing has no result. */
export function distribution(values: readonly number[]): Distribution {
  const at = (part: number): number => {
    const value = quantile(values, part);
    if (value === null) throw new RangeError('no values were measured');
    return value;
  };
  return { count: values.length, p50: at(0.5), p90: at(0.9), p99: at(0.99), max: at(1) };
}

/** With so many digits that count: a figure must not look more exact than it is. */
export function rounded(value: number, digits = 3): number {
  return Number(value.toPrecision(digits));
}
