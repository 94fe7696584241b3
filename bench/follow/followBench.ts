import { type Command, Option } from 'commander';

import type { Bench, BenchContext } from '../support/bench.ts';
import { type AccountKind, accountKinds } from '../support/benchAccounts.ts';
import { listOf, positive } from '../support/optionParsers.ts';
import { type FormName, formNames } from './followForms.ts';
import { followRatios, type FollowRun } from './followRatios.ts';
import type { FormFigures } from './measureForm.ts';
import { type FollowSession, startFollowSession } from './startFollowSession.ts';

type Options = {
  readonly exchange: AccountKind;
  readonly polls: number;
  readonly cadence?: number;
  readonly forms: readonly FormName[];
  readonly long: boolean;
  readonly together: boolean;
};

/** Reads a second that a polling loop can do on two cores; above this it does not hold its cadence. */
const loopReadsPerSecond = 65;
const shortestCadenceSeconds = 2;
/** The run that shows that history does not grow with polls: ten times as many polls, at a short cadence. */
const long = { times: 10, cadenceMs: 250, inFlight: 50 };

/** Compares our way of following with a workflow that loops and one that retries, in one run on one server. */
export const followBench: Bench = {
  name: 'follow',
  summary:
    'ours, a workflow that loops poll and sleep, and one that retries an activity: ' +
    'events, exchange calls, CPU, detection',
  options: (command: Command) =>
    command
      .addOption(new Option('--exchange <adapter>', 'the adapter that reads').choices(accountKinds).default('bigone'))
      .option('--polls <n>', 'reads per withdrawal', positive, 30)
      .option('--cadence <seconds>', 'between reads; default: what the loop can hold', positive)
      .option('--forms <names>', 'comma-separated, of ours, loop, retry', listOf(formNames), formNames)
      .option(
        '--together',
        'all forms at the same time, each on a server of its own: a long run takes as long as one of them',
        false,
      )
      .option('--no-long', 'leave out the run with ten times as many polls'),
  run: runFollow,
  growth: { base: 16, figures: growthOfFollow },
};

async function runFollow(context: BenchContext): Promise<Readonly<Record<string, unknown>>> {
  const { exchange, polls, ...options } = context.options as unknown as Options;
  const { server, measure } = await startFollowSession(context, exchange);
  const measureOn = async (form: FormName): Promise<FollowSession['measure']> =>
    options.together && form !== options.forms[0] ? (await startFollowSession(context, exchange)).measure : measure;
  let last: Readonly<Record<string, unknown>> = {};
  for (const inFlight of context.inFlight ?? [200]) {
    const cadenceMs =
      1_000 * (options.cadence ?? Math.max(shortestCadenceSeconds, Math.ceil(inFlight / loopReadsPerSecond)));
    const forms: FollowRun['forms'] = {};
    const measureForm = async (form: FormName): Promise<void> => {
      forms[form] = await (await measureOn(form))({ form, inFlight, cadenceMs, polls, spread: polls / 15 });
    };
    if (options.together) await Promise.all(options.forms.map(measureForm));
    else for (const form of options.forms) await measureForm(form);
    const longRun =
      options.long && options.forms.includes('ours')
        ? await measure({
            form: 'ours',
            inFlight: long.inFlight,
            cadenceMs: long.cadenceMs,
            polls: long.times * polls,
            spread: polls,
          })
        : null;
    const run: FollowRun = {
      exchange,
      together: options.together,
      server: server.kind,
      inFlight,
      polls,
      cadenceSeconds: cadenceMs / 1_000,
      forms,
      longRun,
    };
    last = { ...run, ...followRatios(run) };
    context.save(`follow-${inFlight}${server.kind === 'embedded' ? '' : `-${server.kind}`}`, last);
  }
  return last;
}

const growthRun = { cadenceMs: 4_000, polls: 10, spread: 2 };

/** Ours and the loop, at a cadence that the loop can hold at every size. */
async function growthOfFollow(context: BenchContext, size: number): Promise<Readonly<Record<string, number>>> {
  const { measure, end } = await startFollowSession(context, 'bigone');
  const ours = await measure({ ...growthRun, form: 'ours', inFlight: size });
  const loop = await measure({ ...growthRun, form: 'loop', inFlight: size });
  await end();
  return { ...growthCosts('ours', ours), ...growthCosts('loop', loop) };
}

function growthCosts(form: FormName, figures: FormFigures): Record<string, number> {
  return {
    [`history events of one (${form})`]: figures.historyEvents.mean,
    [`exchange calls (${form})`]: figures.exchangeCalls,
    [`server CPU, s (${form})`]: figures.serverCpu,
    [`worker CPU, s (${form})`]: figures.workerCpu,
    [`detection p99, ms (${form})`]: figures.detection.p99,
  };
}
