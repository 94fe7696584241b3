import type { Bench, BenchContext } from '../support/bench.ts';
import { growthRows, type GrowthRow } from './growthRows.ts';

const factors = [1, 4, 16] as const;

export type GrowthOfBench = {
  readonly base: number;
  readonly factors: readonly number[];
  readonly costs: Readonly<Record<string, GrowthRow>>;
};

/** A bench that measures how the others' costs grow, at ×1, ×4 and ×16 of a small base. Ignores `--in-flight`. */
export function createGrowthBench(benches: readonly Bench[]): Bench {
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
        // Saved one by one, so that an interrupted run keeps what it has measured.
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
