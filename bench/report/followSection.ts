import { formNames } from '../follow/followForms.ts';
import type { FollowRun, followRatios } from '../follow/followRatios.ts';
import type { FormFigures } from '../follow/measureForm.ts';
import { duration, reachedText, table } from './markdown.ts';
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

type Part = { readonly markdown: string; readonly plot: string };

/** Per size: what each form cost, ours compared with the loop, and a plot. */
export function followSection(results: Results): Section {
  const parts = resultsOf<Saved>(results, 'follow').map((saved) => ({ name: saved.name, ...followPart(saved) }));
  return {
    markdown: parts.map(({ markdown }) => markdown).join('\n\n'),
    plots: Object.fromEntries(parts.map(({ name, plot }) => [name, plot])),
  };
}

function followPart(saved: ReturnType<typeof resultsOf<Saved>>[number]): Part {
  const { name, result } = saved;
  const { inFlight, polls, cadenceSeconds, exchange, forms, longRun, together } = result;
  const present = formNames.flatMap((form) =>
    forms[form] === undefined ? [] : [{ title: titles[form], figures: forms[form] }],
  );
  const plot = barSvg({
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
  const markdown = [
    `### ${inFlight} in flight, ${exchange}, read every ${cadenceSeconds} s, ${polls} times`,
    ...(together === true ? ['The forms ran at the same time, each on a server of its own.'] : []),
    table(head, rows),
    ratios(result),
    ...(longRun === null ? [] : [longRunText(longRun, polls)]),
    `![Cost of following ${inFlight}](performance/${name}.svg)`,
    measuredWhere(saved),
  ].join('\n\n');
  return { markdown, plot };
}

function longRunText(longRun: FormFigures, polls: number): string {
  return (
    `With ${longRun.cadenceMs / 1_000} s between reads and ${10 * polls} reads each (${longRun.inFlight} in flight), ` +
    `a history of ours has ${longRun.historyEvents.mean} events.`
  );
}

function ratios(run: Saved): string {
  const toLoop = run['ratios'] as Record<string, number> | null;
  if (toLoop === null) return '';
  const late = Number(run['detectionP99OverCadence']);
  const wanted: readonly (readonly [what: string, measured: number, most: number | null])[] = [
    ['history events', toLoop['historyEvents'] ?? Number.NaN, 0.25],
    ['exchange calls', toLoop['exchangeCalls'] ?? Number.NaN, 0.05],
    ['server CPU', toLoop['serverCpu'] ?? Number.NaN, 0.333],
    ['worker CPU', toLoop['workerCpu'] ?? Number.NaN, null],
    ['detection p99 / cadence', late, 1.25],
  ];
  return table(
    ['ours / loop', 'measured', 'at most', ''],
    wanted.map(([what, measured, most]) => [what, measured, most, most === null ? '' : reachedText(measured <= most)]),
  );
}
