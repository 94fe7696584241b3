import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { compareSubmits, type SubmitComparison } from '../submit/compareSubmits.ts';
import type { Bench, BenchContext } from '../support/bench.ts';
import { positive } from '../support/optionParsers.ts';
import { startBenchServer } from '../support/startBenchServer.ts';

/** The product's defaults first, then one setting changed at a time, down and up. */
const settings: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  defaults: {},
  'moneySlots = 10': { moneySlots: 10 },
  'moneySlots = 200': { moneySlots: 200 },
  'workflowTaskSlots = 5': { workflowTaskSlots: 5 },
  'workflowTaskSlots = 200': { workflowTaskSlots: 200 },
  'maxCachedWorkflows = 20': { maxCachedWorkflows: 20 },
  'maxCachedWorkflows = 5000': { maxCachedWorkflows: 5_000 },
  'defaults, again': {},
};

export type SettingsResult = {
  readonly starts: number;
  readonly runs: readonly (Pick<SubmitComparison, 'ours' | 'floor' | 'ratio'> & { readonly setting: string })[];
};

/**
 * Repeats the same burst under each setting of the worker, each time compared with the bare workflow. The defaults run
 * twice, which shows how much of a difference is noise.
 */
export const settingsBench: Bench = {
  name: 'settings',
  summary: "the worker's slots and cache, each changed alone, in a burst of starts where the account's grant is needed",
  options: (command) =>
    command
      .option('--starts <n>', 'starts in a burst', positive, 500)
      .option('--clients <n>', 'start calls at a time', positive, 50),
  run: runSettings,
};

async function runSettings(context: BenchContext): Promise<Readonly<Record<string, unknown>>> {
  const { starts, clients } = context.options as { readonly starts: number; readonly clients: number };
  const folder = mkdtempSync(join(tmpdir(), 'withdrawals-bench-'));
  context.onEnd(() => rmSync(folder, { recursive: true, force: true }));
  const server = await startBenchServer(context.server, context.say);
  context.onEnd(() => server.stop());
  const runs: SettingsResult['runs'][number][] = [];
  for (const [setting, worker] of Object.entries(settings)) {
    context.say(setting);
    const { ours, floor, ratio } = await compareSubmits(context, server, join(folder, `run-${runs.length}`), 'bigone', {
      starts,
      clients,
      rounds: 1,
      warmUp: 50,
      worker,
      accountNumber: runs.length + 1,
    });
    runs.push({ setting, ours, floor, ratio });
  }
  const result: SettingsResult = { starts, runs };
  context.save(`settings-${context.server}`, result);
  return result;
}
