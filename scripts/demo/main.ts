import { once } from 'node:events';

import { Command } from 'commander';

import type { DemoPath } from './demoPath.ts';
import { demoPaths } from './demoPaths.ts';
import { createDemoTable } from './demoTable.ts';
import { startDemoWorld } from './demoWorld.ts';
import { judgeDemo, type Verdict } from './judgeDemo.ts';
import { runPath } from './runPath.ts';

type Options = { readonly exit?: boolean; readonly json?: boolean; readonly only?: string };

const program = new Command('demo')
  .description('Runs every path of a withdrawal against fake exchanges, and holds the results against their ledgers.')
  .option('--exit', 'stop when the verdict is in; exit code 0 only if it holds')
  .option('--json', 'print the verdict as one JSON object on the last line')
  .option('--only <words>', 'play only the paths whose account or title holds these words');

async function main(options: Options): Promise<number> {
  const paths = demoPaths.filter((path) => `${path.account} ${path.title}`.includes(options.only ?? ''));
  const table = createDemoTable(paths, process.stderr);
  const world = await startDemoWorld((text) => table.say(text));
  try {
    table.say(`open ${world.uiUrl ?? ''} to watch`);
    const say = (text: string): void => table.say(text);
    const running = paths.map((path, index) => runPath(world, path, index, (view) => table.update(index, view), say));
    const results = await Promise.race([Promise.allSettled(running), interrupted()]);
    if (results === 'interrupted') return 130;
    const verdict = judgeDemo(world, paths, results);
    const killedBy = paths.some((path) => path.account === 'bitunix/crash') ? await world.crashed : 'SIGKILL';
    const crashMismatch = killedBy === 'SIGKILL' ? [] : [`the worker that was to be killed ended by ${killedBy}`];
    const mismatches = [...verdict.mismatches, ...crashMismatch];
    table.close();
    const holds = mismatches.length === 0 && verdict.ledger.duplicates === 0;
    for (const mismatch of mismatches) process.stderr.write(`MISMATCH ${mismatch}\n`);
    process.stderr.write(`${verdictText({ ...verdict, mismatches }, holds)}\n`);
    if (options.json === true) process.stdout.write(`${verdictJson({ ...verdict, mismatches }, paths, world.uiUrl)}\n`);
    if (options.exit !== true) await untilInterrupted(world.uiUrl);
    return holds ? 0 : 1;
  } finally {
    table.close();
    await world.stop();
  }
}

function verdictText({ settled, withdrawals, ledger, mismatches }: Verdict, holds: boolean): string {
  return (
    `${holds ? 'Verdict: holds.' : 'Verdict: DOES NOT HOLD.'} ${settled} of ${withdrawals} settled; ` +
    `the exchanges accepted ${ledger.accepted}, ${ledger.left} left for good, ${ledger.duplicates} twice; ` +
    `${mismatches.length} mismatches.`
  );
}

function verdictJson(verdict: Verdict, paths: readonly DemoPath[], uiUrl: string | null): string {
  return JSON.stringify({
    ...verdict,
    mismatches: verdict.mismatches.length,
    paths: paths.map((path) => `${path.account}: ${path.title}`),
    uiUrl,
  });
}

async function untilInterrupted(uiUrl: string | null): Promise<void> {
  process.stderr.write(`The UI stays up at ${uiUrl ?? ''} until Ctrl-C.\n`);
  await interrupted();
}

async function interrupted(): Promise<'interrupted'> {
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  return 'interrupted';
}

program.parse();
process.exitCode = await main(program.opts<Options>());
