import type { LimitRun } from '../limit/measureLimit.ts';
import { duration, table } from './markdown.ts';
import { lineSvg } from './plots.ts';
import { measuredWhere, type Results, resultsOf, type Section } from './section.ts';

/** All sizes and adapters in one table; a plot of p99 by size. */
export function limitSection(results: Results): Section {
  const runs = resultsOf<LimitRun>(results, 'limit');
  const [first] = runs;
  if (first === undefined) return { markdown: '', plots: {} };
  const head = [
    'adapter',
    'in flight',
    'floor',
    'ours p50',
    'ours p99',
    'p99 / floor',
    'one by one p50',
    'one by one p99',
    'ratio of p99',
    'share of the budget',
    '429s',
  ];
  const rows = runs.map(({ result }) => [
    result.exchange,
    result.inFlight,
    duration(1_000 * result.floorSeconds),
    duration(result.ours.detection.p50),
    duration(result.ours.detection.p99),
    result.detectionP99OverFloor,
    duration(result.oneByOne.detection.p50),
    duration(result.oneByOne.detection.p99),
    result.ratios.detectionP99,
    `${Math.round(100 * result.ours.budgetShare)} %`,
    result.tooManyRequests,
  ]);
  const adapters = [...new Set(runs.map(({ result }) => result.exchange))];
  const line = (adapter: string, of: (run: LimitRun) => number): (readonly [number, number])[] =>
    runs.flatMap(({ result }) => (result.exchange === adapter ? [[result.inFlight, of(result)] as const] : []));
  const series = Object.fromEntries(
    adapters.flatMap((adapter) => [
      [`${adapter}, ours`, line(adapter, (run) => run.ours.detection.p99 / 1_000)],
      [`${adapter}, one by one`, line(adapter, (run) => run.oneByOne.detection.p99 / 1_000)],
      [`${adapter}, floor`, line(adapter, (run) => run.floorSeconds)],
    ]),
  );
  const plot = lineSvg({
    title: `Detection p99 under ${first.result.requestsPerSecond} requests a second`,
    x: 'in flight',
    y: 'seconds',
    series,
  });
  return {
    markdown: `${table(head, rows)}\n\n![Detection under the limit](performance/limit.svg)\n\n${measuredWhere(first)}`,
    plots: { limit: plot },
  };
}
