import type { GrowthOfBench } from '../growth/growth.ts';
import { table } from './markdown.ts';
import { lineSvg } from './plots.ts';
import { measuredWhere, type Results, resultsOf, type Section } from './section.ts';

/** Per bench: each cost at each size and by how much it grew, and a plot relative to the smallest size. */
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
    return `### ${bench}\n\n${table(['cost', ...sizes.map((size) => `at ${size}`), 'grew by'], rows)}\n\n![Growth of ${bench}](performance/${name}.svg)\n\n${measuredWhere(saved)}`;
  });
  return { markdown: parts.join('\n\n'), plots };
}

/** What is nothing at the smallest size has no place on a relative axis. */
function pointsOf(factors: readonly number[], values: readonly number[]): (readonly [number, number])[] {
  const [first = 0] = values;
  return first <= 0
    ? []
    : factors.flatMap((factor, index) =>
        (values[index] ?? 0) > 0 ? [[factor, (values[index] ?? 0) / first] as const] : [],
      );
}
