import type { SettingsResult } from '../settings/settingsBench.ts';
import { duration, table } from './markdown.ts';
import { measuredWhere, type Results, resultsOf, type Section } from './section.ts';

/** A line for each setting, with the ratio to the floor that was measured in turns with it. */
export function settingsSection(results: Results): Section {
  const head = [
    'setting',
    'accepted a second',
    'ours / floor',
    'start to accepted p50',
    'p99',
    'worker memory, MB',
    'server CPU, ms each',
    'worker CPU, ms each',
  ];
  const parts = resultsOf<SettingsResult>(results, 'settings').map((saved) => {
    const rows = saved.result.runs.map(({ setting, ours, ratio }) => [
      setting,
      ours.throughput,
      ratio,
      duration(ours.toAcceptedP50),
      duration(ours.toAcceptedP99),
      Math.round(ours.workerRssBytes / 1e6),
      ours.cpuMs.server,
      ours.cpuMs.worker,
    ]);
    return `${table(head, rows)}\n\n${measuredWhere(saved)}`;
  });
  return { markdown: parts.join('\n\n'), plots: {} };
}
