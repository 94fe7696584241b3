import { setTimeout as delay } from 'node:timers/promises';

import { Command } from 'commander';

import { interruption } from '../local/interruption.ts';
import { createDemoDisplay, type DemoDisplay } from './demoDisplay.ts';
import { stoppedEnding, verdictEnding } from './demoEnding.ts';
import type { DemoPath } from './demoPath.ts';
import { demoPaths } from './demoPaths.ts';
import { type DemoWorld, startDemoWorld } from './demoWorld.ts';
import { holds, judgeDemo, type Verdict } from './judgeDemo.ts';
import { runPath } from './runPath.ts';

type Options = { readonly exit?: boolean; readonly json?: boolean; readonly only?: string };
type Stage = {
  readonly paths: readonly DemoPath[];
  readonly display: DemoDisplay;
  readonly interrupted: Promise<'interrupted'>;
};

const interruptedExitCode = 130;
/** Its path has ended by then; so has the worker, if it was ever killed. */
const crashMs = 30_000;

const program = new Command('demo')
  .description('Runs every path of a withdrawal against fake exchanges, and holds the results against their ledgers.')
  .option('--exit', 'stop when the verdict is in; exit code 0 only if it holds')
  .option('--json', 'print the verdict as one JSON object on the last line')
  .option('--only <words>', 'play only the paths whose account or title holds these words');

async function main(options: Options): Promise<number> {
  const paths = demoPaths.filter((path) => `${path.account} ${path.title}`.includes(options.only ?? ''));
  if (paths.length === 0) program.error(`error: --only: no path's account or title holds "${options.only}"`);
  const stage: Stage = { paths, display: createDemoDisplay(paths, process.stderr), interrupted: interruption() };
  const world = await Promise.race([startDemoWorld(stage.display.say), stage.interrupted]);
  if (world === 'interrupted') {
    stage.display.end(stoppedEnding(0, paths, null));
    // What was begun, a download or a compilation too, ends with this process.
    return interruptedExitCode;
  }
  try {
    return await play(world, stage, options);
  } finally {
    stage.display.end({ problems: [], lines: ['The demo broke before its verdict.'] });
    await world.stop();
  }
}

async function play(world: DemoWorld, { paths, display, interrupted }: Stage, options: Options): Promise<number> {
  let settled = 0;
  display.begin(world);
  const running = paths.map(async (path, index) => {
    const result = await runPath(world, path, index, (view) => display.update(index, view), display.say);
    settled += 1;
    return result;
  });
  const judged = Promise.allSettled(running).then((results) => judge(world, paths, results));
  const verdict = await Promise.race([judged, interrupted]);
  if (verdict === 'interrupted') {
    display.end(stoppedEnding(settled, paths, world));
    return interruptedExitCode;
  }
  const staysUp = options.exit !== true;
  display.end(verdictEnding(verdict, { paths, places: world, staysUp }));
  if (options.json === true) process.stdout.write(`${verdictJson(verdict, paths, world.uiUrl)}\n`);
  if (staysUp) await interrupted;
  return holds(verdict) ? 0 : 1;
}

/** The demo's verdict, and that the worker which was to be killed was. */
async function judge(
  world: DemoWorld,
  paths: readonly DemoPath[],
  results: Parameters<typeof judgeDemo>[2],
): Promise<Verdict> {
  const verdict = judgeDemo(world, paths, results);
  if (!paths.some((path) => path.account === 'bitunix/crash')) return verdict;
  const stillRuns = delay(crashMs, 'nothing: it still runs', { ref: false });
  const killedBy = await Promise.race([world.crashed, stillRuns]);
  if (killedBy === 'SIGKILL') return verdict;
  const mismatch = `the worker that was to be killed ended by ${killedBy}`;
  return { ...verdict, mismatches: [...verdict.mismatches, mismatch] };
}

function verdictJson(verdict: Verdict, paths: readonly DemoPath[], uiUrl: string | null): string {
  return JSON.stringify({
    ...verdict,
    mismatches: verdict.mismatches.length,
    paths: paths.map((path) => `${path.account}: ${path.title}`),
    uiUrl,
  });
}

program.parse();
try {
  process.exit(await main(program.opts<Options>()));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
