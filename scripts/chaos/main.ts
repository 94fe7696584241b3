import { once } from 'node:events';

import { Command, InvalidArgumentError, Option } from 'commander';

import { holds, type ChaosReport } from './chaosReport.ts';
import type { ChaosServer } from './chaosWorld.ts';
import { leastTroubles } from './leastTroubles.ts';
import { runChaos } from './runChaos.ts';

type Options = {
  readonly withdrawals: number;
  readonly seed: number;
  readonly inFlight: number;
  readonly killEvery: readonly [number, number];
  readonly serverRestarts: number;
  readonly simulatorRestarts: number;
  readonly server: ChaosServer;
  readonly freezeSeconds: number;
  readonly patience: number;
  readonly json?: true;
};

const figures = `
The figures:
  withdrawals, outcomes       how many were asked for, and how they ended; lookalikes: made by hand beside them
  workerKills … accountPauses what happened around them; faults: what the exchanges staged, by hits
  doubleSends                 accepted more often than asked for
  lost                        no end, or money that left and that no withdrawal stands for
  falseFinals                 a result that the exchange's ledger contradicts
  needsReview, …Unjustified   asked of a person; although the record was there in time and unmistakable
  refusedNeedlessly           settled as refused, though nothing was wrong with it
  leaks, notSearched          places where a credential was found; places that could not be looked at
Exit code 0: all from doubleSends on is 0 (reviews may be, if they were justified), and no worker ended by itself.
`;

const program = new Command('chaos')
  .description(
    'Runs many withdrawals through faults, kills and restarts, ' +
      'and holds the results against the ledgers of the fake exchanges.',
  )
  .option('--withdrawals <n>', 'how many', whole, 100)
  .option('--seed <n>', 'same seed, same plan', whole, 1)
  .option('--in-flight <n>', 'at most so many at a time', whole, 50)
  .option('--kill-every <from-to>', 'seconds between kills of a worker', range, [20, 60] as const)
  .option('--server-restarts <n>', 'how often Temporal is killed and started on its own database', whole, 3)
  .option('--simulator-restarts <n>', 'how often at least an exchange dies in mid-request', whole, 4)
  .addOption(
    new Option('--server <kind>', 'Temporal on SQLite, or the production server over PostgreSQL')
      .choices(['embedded', 'postgres'])
      .default('embedded'),
  )
  .option('--freeze-seconds <n>', 'how long a stopped worker stays so; the submit times out after 45', whole, 50)
  .option('--patience <seconds>', 'a withdrawal without a result after this is lost', whole, 900)
  .option('--json', 'print the figures as one JSON object on the last line')
  .addHelpText('after', figures);

async function main({ json, patience, serverRestarts, simulatorRestarts, ...options }: Options): Promise<number> {
  const beganMs = Date.now();
  const say = (text: string): void =>
    void process.stderr.write(`${((Date.now() - beganMs) / 1_000).toFixed(1).padStart(7)} s  ${text}\n`);
  const atLeast = leastTroubles(options.withdrawals, { serverRestarts, simulatorRestarts });
  const report = await runChaos({ ...options, atLeast, patienceSeconds: patience }, say, interruption());
  if (report === null) return 130;
  const ok = holds(report);
  say(`${ok ? 'Holds' : 'DOES NOT HOLD'}. ${JSON.stringify(report, null, 1)}`);
  if (json === true) print(report);
  return ok ? 0 : 1;
}

function print(report: ChaosReport): void {
  process.stdout.write(`${JSON.stringify(report)}\n`);
}

async function interruption(): Promise<'interrupted'> {
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  return 'interrupted';
}

function whole(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('a whole number is needed');
  return Number(text);
}

function range(text: string): readonly [number, number] {
  const [, from = '', to = ''] = /^(\d{1,4})-(\d{1,4})$/.exec(text) ?? [];
  if (from === '' || Number(from) > Number(to))
    throw new InvalidArgumentError('two whole numbers are needed, such as 20-60');
  return [Number(from), Number(to)];
}

program.parse();
process.exitCode = await main(program.opts<Options>());
// Calls that are still waiting for an answer do not keep the process.
process.exit();
