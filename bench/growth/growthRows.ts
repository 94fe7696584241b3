import { rounded } from '../support/statistics.ts';

/** One cost at each size, and by how much it grew from the smallest to the largest; null if it was 0 at first. */
export type GrowthRow = { readonly values: readonly number[]; readonly grewBy: number | null };

/** Turns costs of each size into rows by the name of the cost, with values in the order of the sizes. Pure. */
export function growthRows(measured: readonly Readonly<Record<string, number>>[]): Readonly<Record<string, GrowthRow>> {
  const names = Object.keys(measured[0] ?? {});
  return Object.fromEntries(
    names.map((name) => {
      const values = measured.map((one) => one[name] ?? Number.NaN);
      const [first = 0, last = 0] = [values[0], values.at(-1)];
      return [name, { values, grewBy: first === 0 ? null : rounded(last / first) }];
    }),
  );
}
