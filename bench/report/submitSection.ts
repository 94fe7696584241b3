import type { SubmitComparison } from '../submit/compareSubmits.ts';
import { duration, table } from './markdown.ts';
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

/** Bursts of starts beside the bare workflow, per server. */
export function submitSection(results: Results): Section {
  const plots: Record<string, string> = {};
  const parts = resultsOf<SubmitResult>(results, 'submit').map((saved) => {
    const { name, result } = saved;
    const sides = (['safe', 'grant'] as const).flatMap((kind) =>
      result[kind] === null ? [] : [{ kind, comparison: result[kind] }],
    );
    const rows = sides.flatMap(({ kind, comparison: { adapter, ours, floor, ratio } }) => [
      [
        `${adapter}: ${meaning[kind]}`,
        ours.throughput,
        duration(ours.toAcceptedP50),
        duration(ours.toAcceptedP99),
        ours.cpuMs.server,
        ours.cpuMs.worker,
        ours.requests,
        ratio,
        `${wanted[kind]}: ${ratio >= wanted[kind] ? 'reached' : '**not reached**'}`,
      ],
      [
        'the bare workflow, same adapter',
        floor.throughput,
        duration(floor.toAcceptedP50),
        duration(floor.toAcceptedP99),
        floor.cpuMs.server,
        floor.cpuMs.worker,
        floor.requests,
        null,
        '',
      ],
    ]);
    plots[name] = barSvg({
      title: `Accepted a second in a burst of ${result.starts} starts (${saved.server} server)`,
      unit: 'a second',
      categories: sides.map(({ comparison }) => comparison.adapter),
      series: {
        ours: sides.map(({ comparison }) => comparison.ours.throughput),
        'bare one-activity workflow': sides.map(({ comparison }) => comparison.floor.throughput),
      },
    });
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
    return `### ${saved.server} server, ${result.starts} starts by ${result.clients} clients\n\n${table(head, rows)}\n\n![Throughput of submits](performance/${name}.svg)\n\n${measuredWhere(saved)}`;
  });
  return { markdown: parts.join('\n\n'), plots };
}
