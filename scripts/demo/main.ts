import { once } from 'node:events';

import { Command } from 'commander';

import type { DemoPath } from './demoPath.ts';
import { demoPaths } from './demoPaths.ts';
import { createDemoTable } from './demoTable.ts';
import { startDemoWorld } from './demoWorld.ts';
import { runPath } from './runPath.ts';
import { judge, type Verdict } from './verdict.ts';

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
    const playing = Promise.allSettled(
      paths.map((path, index) =>
        runPath(
          world,
          path,
          index,
          (view) => table.seen(index, view),
          (text) => table.say(text),
        ),
      ),
    );
    const results = await Promise.race([playing, interrupted()]);
    if (results === 'interrupted') return 130;
    const verdict = judge(world, paths, results);
    const how = paths.some((path) => path.account === 'bitunix/crash') ? await world.crashed : 'SIGKILL';
    const mismatches =
      how === 'SIGKILL'
        ? verdict.mismatches
        : [...verdict.mismatches, `the worker that was to be killed ended by ${how}`];
    table.done();
    const holds = mismatches.length === 0 && verdict.ledger.duplicates === 0;
    print({ ...verdict, mismatches }, paths, holds, world.uiUrl, options);
    if (options.exit !== true) await untilInterrupted(world.uiUrl);
    return holds ? 0 : 1;
  } finally {
    table.done();
    await world.stop();
  }
}

function print(
  verdict: Verdict,
  paths: readonly DemoPath[],
  holds: boolean,
  uiUrl: string | null,
  { json }: Options,
): void {
  for (const mismatch of verdict.mismatches) process.stderr.write(`MISMATCH ${mismatch}\n`);
  process.stderr.write(
    `${holds ? 'Verdict: holds.' : 'Verdict: DOES NOT HOLD.'} ${verdict.settled} of ${verdict.withdrawals} settled; the exchanges accepted ${verdict.ledger.accepted}, ` +
      `${verdict.ledger.left} left for good, ${verdict.ledger.duplicates} twice; ${verdict.mismatches.length} mismatches.\n`,
  );
  if (json === true)
    process.stdout.write(
      `${JSON.stringify({ ...verdict, mismatches: verdict.mismatches.length, paths: paths.map((path) => `${path.account}: ${path.title}`), uiUrl })}\n`,
    );
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
