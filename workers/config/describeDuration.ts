const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const;

/** `604800000` → `7 days`: in the largest unit of which it holds at least one, with at most two decimals. */
export function describeDuration(milliseconds: number): string {
  const [name, unitMs] = units.find(([, length]) => milliseconds >= length) ?? ['ms', 1];
  const count = Number((milliseconds / unitMs).toFixed(2));
  return `${count} ${name}${count === 1 || name === 'ms' ? '' : 's'}`;
}
