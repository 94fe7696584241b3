import type { GrowthOfBench } from '../growth/growthBench.ts';
import { table } from './markdown.ts';
import { lineSvg } from './plots.ts';
import { measuredWhere, type Results, resultsOf, type Section } from './section.ts';

/** Per bench: each cost at each size, by how much it grew, and a plot relative to the smallest size. */
export function growthSection(results: Results): Section {
  const plots: Record<string, string> = {};
  const parts = resultsOf<GrowthOfBench>(results, 'growth').map((saved) => {
    const { name, result } = saved;
    const bench = name.replace(/^growth-/, '');
    const sizes = result.factors.map((factor) => result.base * factor);
    plots[name] = lineSvg({
      title: `${bench}: growth of each cost from ${sizes[0] ?? 0} to ${sizes.at(-1) ?? 0}`,
      x: 'times as many',
      y: 'times as much',
      series: Object.fromEntries(
        Object.entries(result.costs).map(([cost, { values }]) => [cost, pointsOf(result.factors, values)]),
      ),
    });
    const rows = Object.entries(result.costs).map(([cost, { values, grewBy }]) => [cost, ...values, grewBy]);
    const head = ['cost', ...sizes.map((size) => `at ${size}`), 'grew by'];
    const plot = `![Growth of ${bench}](performance/${name}.svg)`;
    return [`### ${bench}`, table(head, rows), plot, measuredWhere(saved)].join('\n\n');
  });
  return { markdown: parts.join('\n\n'), plots };
}

/** No points for a cost that is 0 at the smallest size: it has no place on a relative axis. */
function pointsOf(factors: readonly number[], values: readonly number[]): (readonly [number, number])[] {
  const [first = 0] = values;
  if (first <= 0) return [];
  return factors.flatMap((factor, index) => {
    const value = values[index] ?? 0;
    return value > 0 ? [[factor, value / first] as const] : [];
  });
}
