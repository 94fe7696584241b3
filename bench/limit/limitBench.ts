import type { Command } from 'commander';

import type { Bench, BenchContext } from '../support/bench.ts';
import { type AccountKind, accountKinds } from '../support/benchAccounts.ts';
import { listOf, positive } from '../support/optionParsers.ts';
import { rounded } from '../support/statistics.ts';
import { type LimitOptions, type LimitRun, measureLimit } from './measureLimit.ts';

type Options = LimitOptions & { readonly exchange: readonly AccountKind[] };

const defaults: Options = {
  exchange: ['edgex-normal-withdraw', 'bigone'],
  rate: 10,
  interval: 250,
  sample: 300,
  window: 60,
};

/** Detection under ten requests a second, compared with a poller that reads one by one under the same limit. */
export const limitBench: Bench = {
  name: 'limit',
  summary: 'ours and one-by-one polling under the same ten requests a second: detection, 429s, share of the budget',
  options: (command: Command) =>
    command
      .option('--exchange <adapters>', 'comma-separated', listOf(accountKinds), defaults.exchange)
      .option('--rate <n>', 'requests a second', positive, defaults.rate)
      .option(
        '--interval <ms>',
        'what `poll.interval` is set to; the limit is what slows reads down',
        positive,
        defaults.interval,
      )
      .option('--sample <n>', 'how many of those in flight change their status', positive, defaults.sample)
      .option('--window <seconds>', 'in which they do', positive, defaults.window),
  run: runLimit,
  growth: { base: 60, figures: growthOfLimit },
};

async function runLimit(context: BenchContext): Promise<Readonly<Record<string, unknown>>> {
  const options = context.options as unknown as Options;
  const runs: LimitRun[] = [];
  for (const inFlight of context.inFlight ?? [1_000]) {
    for (const kind of options.exchange) {
      const run = await measureLimit(context, options, kind, inFlight);
      context.save(`limit-${inFlight}-${kind}`, run);
      runs.push(run);
    }
  }
  return { ...runs[0], tooManyRequests: runs.reduce((sum, run) => sum + run.tooManyRequests, 0), runs };
}

async function growthOfLimit(context: BenchContext, size: number): Promise<Readonly<Record<string, number>>> {
  const {
    ours,
    oneByOne,
    floorSeconds: floor,
  } = await measureLimit(context, { ...defaults, sample: 60, window: 30 }, 'edgex-normal-withdraw', size);
  return {
    'detection p99, ms (ours)': ours.detection.p99,
    'detection p99, ms (one by one)': oneByOne.detection.p99,
    'floor, ms': 1_000 * floor,
    'requests a second (ours)': rounded(ours.requests / ours.seconds),
    '429s (ours)': ours.tooManyRequests,
  };
}
