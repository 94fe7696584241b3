import { fileURLToPath } from 'node:url';

import { Command, InvalidArgumentError } from 'commander';

import { startTemporalServer } from '../server/startTemporalServer.ts';
import { crashAdapters } from './crashAdapters.ts';
import { crashScenarios } from './crashScenarios.ts';
import { crashRows, crashSlice, notApplicable, type CrashRow, type NotApplicable } from './crashTable.ts';
import { matrixPoints } from './matrixPoints.ts';
import { matrixReport, matrixTable } from './matrixReport.ts';
import type { PlayedCrash } from './playCrash.ts';
import { runMatrix } from './runMatrix.ts';

type Options = {
  readonly adapter?: string;
  readonly point?: string;
  readonly slice?: true;
  readonly parallel: number;
  readonly json?: true;
};

const program = new Command('crash-matrix')
  .description(
    'Kills a process with SIGKILL at every point where it may die, on every adapter, ' +
      'and holds what came of it against the ledgers of the fake exchanges.',
  )
  .option('--adapter <name>', 'this adapter alone', oneOf(crashAdapters.map(({ adapter }) => adapter)))
  .option('--point <words>', 'only the points whose name begins so', prefixOf(matrixPoints))
  .option('--slice', 'every point once, as the tests play it')
  .option('--parallel <n>', 'so many plays at a time; most of one is waiting', wholeNumber, 20)
  .option('--json', 'print the figures as one JSON object on the last line');

async function main({ adapter, point, slice, parallel, json }: Options): Promise<number> {
  const beganMs = Date.now();
  const isWanted = (cell: CrashRow | NotApplicable): boolean =>
    cell.adapter.adapter === (adapter ?? cell.adapter.adapter) && cell.point.startsWith(point ?? '');
  const rows = (slice === true ? crashSlice : crashRows).filter(isWanted);
  const skipped = slice === true ? [] : notApplicable.filter(isWanted);
  const say = (text: string): void =>
    void process.stderr.write(`${((Date.now() - beganMs) / 1_000).toFixed(1).padStart(7)} s  ${text}\n`);
  const server = await startTemporalServer({ durable: false, log: say });
  try {
    let count = 0;
    const onPlayed = (one: PlayedCrash): void => {
      count += 1;
      say(`${String(count).padStart(3)} of ${rows.length}  ${describePlayed(one)}`);
    };
    const running = runMatrix(rows, {
      address: server.address,
      dist: fileURLToPath(new URL('../../', import.meta.url)),
      parallel,
      played: onPlayed,
    });
    const played = await Promise.all(running.plays);
    await running.over;
    const report = matrixReport(played, skipped, (Date.now() - beganMs) / 1_000);
    process.stdout.write(`${matrixTable(played, skipped)}\n`);
    if (json === true) process.stdout.write(`${JSON.stringify(report)}\n`);
    // Nothing played proves nothing.
    const holds = report.played > 0 && report.failed === 0;
    say(
      `${holds ? 'Holds' : 'DOES NOT HOLD'}: ${report.played} played, ${report.failed} failed, ` +
        `${report.doubleSends} sent twice, ${report.lost} lost.`,
    );
    return holds ? 0 : 1;
  } finally {
    await server.stop();
  }
}

function describePlayed({ row, problems, seconds }: PlayedCrash): string {
  const outcome = problems.length === 0 ? 'ok    ' : 'FAILED';
  const { title } = crashScenarios[row.scenario];
  return (
    `${outcome}  ${row.adapter.adapter}: ${row.point} (${title}), ${seconds.toFixed(0)} s` +
    problems.map((problem) => `\n    ${problem}`).join('')
  );
}

function oneOf(names: readonly string[]) {
  return (text: string): string => {
    if (names.includes(text)) return text;
    throw new InvalidArgumentError(`one of ${names.join(', ')} is needed`);
  };
}

function prefixOf(names: readonly string[]) {
  return (text: string): string => {
    if (names.some((name) => name.startsWith(text))) return text;
    throw new InvalidArgumentError(`the beginning of one of ${names.join(', ')} is needed`);
  };
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,2}$/.test(text)) throw new InvalidArgumentError('a whole number above 0 is needed');
  return Number(text);
}

// process.exit runs the handlers that end the processes of all plays.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
program.parse();
process.exitCode = await main(program.opts<Options>());
process.exit();
