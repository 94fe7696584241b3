import { once } from 'node:events';
import { Command, InvalidArgumentError } from 'commander';
import { holds, type ChaosReport } from './chaosReport.ts';
import { runChaos } from './runChaos.ts';

type Options = {
  readonly withdrawals: number;
  readonly seed: number;
  readonly inFlight: number;
  readonly killEvery: readonly [number, number];
  readonly serverRestarts: number;
  readonly freezeSeconds: number;
  readonly patience: number;
  readonly json?: true;
};

const program = new Command('chaos')
  .description('Runs many withdrawals through faults, kills and restarts, and holds the results against the ledgers of the fake exchanges.')
  .option('--withdrawals <n>', 'how many', whole, 100)
  .option('--seed <n>', 'same seed, same plan', whole, 1)
  .option('--in-flight <n>', 'at most so many at a time', whole, 50)
  .option('--kill-every <from-to>', 'seconds between kills of a worker', range, [20, 60] as const)
  .option('--server-restarts <n>', 'how often Temporal is killed and started on its own database', whole, 3)
  .option('--freeze-seconds <n>', 'how long a stopped worker stays so; the submit times out after 45', whole, 50)
  .option('--patience <seconds>', 'a withdrawal without a result after this is lost', whole, 600)
  .option('--json', 'print the figures as one JSON object on the last line');

async function main({ json, patience, ...options }: Options): Promise<number> {
  const beganMs = Date.now();
  const say = (text: string): void => void process.stderr.write(`${((Date.now() - beganMs) / 1_000).toFixed(1).padStart(7)} s  ${text}\n`);
  const report = await runChaos({ ...options, patienceSeconds: patience }, say, interruption());
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
  if (from === '' || Number(from) > Number(to)) throw new InvalidArgumentError('two whole numbers are needed, such as 20-60');
  return [Number(from), Number(to)];
}

program.parse();
process.exitCode = await main(program.opts<Options>());
// Whoever was still waiting for an answer waits no more.
process.exit();
