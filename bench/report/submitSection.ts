import type { SubmitComparison } from '../submit/compareSubmits.ts';
import type { BurstSummary } from '../submit/summarizeBursts.ts';
import { duration, reachedText, table } from './markdown.ts';
import { barSvg } from './plots.ts';
import { measuredWhere, type Results, resultsOf, type Section } from './section.ts';

type SubmitResult = {
  readonly starts: number;
  readonly clients: number;
  readonly safe: SubmitComparison | null;
  readonly grant: SubmitComparison | null;
};

const wanted = { safe: 0.6, grant: 0.4 } as const;
const meaning = { safe: 'a repeat is safe', grant: "the account's grant is needed" } as const;

const head = [
  'burst',
  'accepted a second',
  'start to accepted p50',
  'p99',
  'server CPU, ms each',
  'worker CPU, ms each',
  'requests each',
  'ours / floor',
  'at least',
];

type Side = { readonly kind: 'safe' | 'grant'; readonly comparison: SubmitComparison };

/** Per server: bursts of starts compared with the bare workflow, and a plot. */
export function submitSection(results: Results): Section {
  const plots: Record<string, string> = {};
  const parts = resultsOf<SubmitResult>(results, 'submit').map((saved) => {
    const { name, result, server } = saved;
    const sides = (['safe', 'grant'] as const).flatMap((kind) =>
      result[kind] === null ? [] : [{ kind, comparison: result[kind] }],
    );
    plots[name] = barSvg({
      title: `Accepted a second in a burst of ${result.starts} starts (${server} server)`,
      unit: 'a second',
      categories: sides.map(({ comparison }) => comparison.adapter),
      series: {
        ours: sides.map(({ comparison }) => comparison.ours.throughput),
        'bare one-activity workflow': sides.map(({ comparison }) => comparison.floor.throughput),
      },
    });
    return [
      `### ${server} server, ${result.starts} starts by ${result.clients} clients`,
      table(head, sides.flatMap(rowsOf)),
      `![Throughput of submits](performance/${name}.svg)`,
      measuredWhere(saved),
    ].join('\n\n');
  });
  return { markdown: parts.join('\n\n'), plots };
}

/** Two rows: ours with its ratio and target, and the bare workflow. */
function rowsOf({ kind, comparison }: Side): (string | number | null)[][] {
  const { adapter, ours, floor, ratio } = comparison;
  const target = `${wanted[kind]}: ${reachedText(ratio >= wanted[kind])}`;
  return [
    [`${adapter}: ${meaning[kind]}`, ...figuresOf(ours), ratio, target],
    ['the bare workflow, same adapter', ...figuresOf(floor), null, ''],
  ];
}

function figuresOf({ throughput, toAcceptedP50, toAcceptedP99, cpuMs, requests }: BurstSummary): (string | number)[] {
  return [throughput, duration(toAcceptedP50), duration(toAcceptedP99), cpuMs.server, cpuMs.worker, requests];
}
