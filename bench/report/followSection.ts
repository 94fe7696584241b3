import { formNames } from '../follow/followForms.ts';
import type { FollowRun, followRatios } from '../follow/followRatios.ts';
import type { FormFigures } from '../follow/measureForm.ts';
import { duration, table } from './markdown.ts';
import { barSvg } from './plots.ts';
import { measuredWhere, type Results, resultsOf, type Section } from './section.ts';

type Saved = FollowRun & ReturnType<typeof followRatios>;

const titles = {
  ours: 'held wait on a shared feed (ours)',
  loop: 'loop of poll and sleep',
  retry: 'retried activity',
} as const;

const costs: Readonly<Record<string, (figures: FormFigures) => number>> = {
  'events of one history': (figures) => figures.historyEvents.mean,
  'actions of one': (figures) => figures.actions.actions,
  'exchange calls': (figures) => figures.exchangeCalls,
  'server CPU, s': (figures) => figures.serverCpu,
  'worker CPU, s': (figures) => figures.workerCpu,
};

/** Per size: what each form cost, ours beside the loop, and a plot. */
export function followSection(results: Results): Section {
  const runs = resultsOf<Saved>(results, 'follow');
  const plots: Record<string, string> = {};
  const parts = runs.map((saved) => {
    const { name, result } = saved;
    const { inFlight, polls, cadenceSeconds, exchange, forms, longRun, together } = result;
    const beside = together === true ? 'The forms ran at the same time, each on a server of its own.\n\n' : '';
    const present = formNames.flatMap((form) =>
      forms[form] === undefined ? [] : [{ title: titles[form], figures: forms[form] }],
    );
    plots[name] = barSvg({
      title: `Following ${inFlight} withdrawals through ${polls} reads each`,
      unit: 'logarithmic',
      categories: Object.keys(costs),
      series: Object.fromEntries(
        present.map(({ title, figures }) => [title, Object.values(costs).map((of) => of(figures))]),
      ),
    });
    const head = ['form', ...Object.keys(costs), 'detection p50', 'p99', '429s'];
    const rows = present.map(({ title, figures }) => [
      title,
      ...Object.values(costs).map((of) => of(figures)),
      duration(figures.detection.p50),
      duration(figures.detection.p99),
      figures.tooManyRequests,
    ]);
    const long =
      longRun === null
        ? ''
        : `\n\nWith ${longRun.cadenceMs / 1_000} s between reads and ${10 * polls} reads each (${longRun.inFlight} in flight), a history of ours has ${longRun.historyEvents.mean} events.`;
    return `### ${inFlight} in flight, ${exchange}, read every ${cadenceSeconds} s, ${polls} times\n\n${beside}${table(head, rows)}\n\n${ratios(result)}${long}\n\n![Cost of following ${inFlight}](performance/${name}.svg)\n\n${measuredWhere(saved)}`;
  });
  return { markdown: parts.join('\n\n'), plots };
}

function ratios(run: Saved): string {
  const toLoop = run['ratios'] as Record<string, number> | null;
  if (toLoop === null) return '';
  const late = Number(run['detectionP99OverCadence']);
  const wanted: readonly (readonly [string, number, number])[] = [
    ['history events', toLoop['historyEvents'] ?? Number.NaN, 0.25],
    ['exchange calls', toLoop['exchangeCalls'] ?? Number.NaN, 0.05],
    ['server CPU', toLoop['serverCpu'] ?? Number.NaN, 0.333],
    ['worker CPU', toLoop['workerCpu'] ?? Number.NaN, Number.NaN],
    ['detection p99 / cadence', late, 1.25],
  ];
  return table(
    ['ours / loop', 'measured', 'at most', ''],
    wanted.map(([what, measured, most]) => [
      what,
      measured,
      Number.isNaN(most) ? null : most,
      Number.isNaN(most) ? '' : measured <= most ? 'reached' : '**not reached**',
    ]),
  );
}
