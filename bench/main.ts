import { Command, InvalidArgumentError, Option } from 'commander';

import { benches } from './benches.ts';
import { writeReport } from './report/writeReport.ts';
import type { Bench } from './support/bench.ts';
import { createContext } from './support/createContext.ts';
import { serverKinds, type ServerKind } from './support/startBenchServer.ts';

type CommonOptions = { readonly json?: true; readonly server: ServerKind; readonly inFlight?: readonly number[] };

const program = new Command('bench').description(
  'Measures withdrawals beside what they would be compared with, on this machine, against fake exchanges.',
);

for (const bench of benches) {
  const command = program
    .command(bench.name)
    .description(bench.summary)
    .option('--json', 'print the figures as one JSON object on the last line')
    .option('--in-flight <n,...>', 'how many withdrawals at a time', sizes)
    .addOption(
      new Option('--server <kind>', 'the embedded server, or the production server over PostgreSQL')
        .choices(serverKinds)
        .default('embedded'),
    );
  bench.options?.(command);
  command.action(async (options: CommonOptions) => {
    process.exitCode = await run(bench, options);
  });
}

program
  .command('report')
  .description('writes the tables and plots of docs/performance.md from bench/results')
  .action(() => {
    process.stderr.write(`${writeReport().join('\n')}\n`);
  });

async function run(bench: Bench, options: CommonOptions): Promise<number> {
  const session = createContext({
    bench: bench.name,
    server: options.server,
    inFlight: options.inFlight ?? null,
    options,
  });
  const { context } = session;
  const interrupted = (): void => {
    context.say('interrupted: stopping what was started');
    void session.end().then(() => process.exit(130));
  };
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  try {
    const result = await bench.run(context);
    context.say(JSON.stringify(result, null, 1));
    await session.end();
    if (options.json === true) process.stdout.write(`${JSON.stringify(result)}\n`);
    return 0;
  } catch (error) {
    context.say(error instanceof Error ? (error.stack ?? error.message) : String(error));
    await session.end();
    return 1;
  }
}

function sizes(text: string): readonly number[] {
  const all = text.split(',').map(Number);
  if (!/^[\d,]+$/.test(text) || all.some((one) => one < 1))
    throw new InvalidArgumentError('whole numbers above 0 are needed, such as 200,2000');
  return all;
}

await program.parseAsync();
// A connection that still retries must not keep the process running after the bench.
process.exit();
