import type { Bench, BenchContext } from '../support/bench.ts';
import { rounded } from '../support/statistics.ts';

const factors = [1, 4, 16] as const;

/** One cost at each size, and by how much it grew from the smallest to the largest. */
export type GrowthRow = { readonly values: readonly number[]; readonly grewBy: number | null };

export type GrowthOfBench = {
  readonly base: number;
  readonly factors: readonly number[];
  readonly costs: Readonly<Record<string, GrowthRow>>;
};

/** The other benches at ×1, ×4 and ×16 of a small base: how each cost grows. `--in-flight` scales nothing here. */
export function createGrowth(benches: readonly Bench[]): Bench {
  return {
    name: 'growth',
    summary: 'the other benches at ×1, ×4 and ×16 of a small base',
    options: (command) => command.option('--only <name>', 'one bench alone'),
    async run(context) {
      const only = context.options['only'];
      const grown: Record<string, GrowthOfBench> = {};
      for (const bench of benches) {
        if (bench.growth === undefined || (only !== undefined && only !== bench.name)) continue;
        grown[bench.name] = await measureGrowth(context, bench.name, bench.growth);
        // Kept one by one: an interrupted run has what it has.
        context.save(`growth-${bench.name}`, grown[bench.name] ?? {});
      }
      return grown;
    },
  };
}

async function measureGrowth(
  context: BenchContext,
  name: string,
  { base, figures }: NonNullable<Bench['growth']>,
): Promise<GrowthOfBench> {
  const measured: Readonly<Record<string, number>>[] = [];
  for (const factor of factors) {
    context.say(`${name} at ×${factor} (${base * factor})`);
    measured.push(await figures(context, base * factor));
  }
  return { base, factors, costs: growthRows(measured) };
}

/** Costs by name, each with its values in the order of the sizes. */
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
