import { Command } from 'commander';

import { followBench } from '../follow/followBench.ts';
import { submitBench } from '../submit/submitBench.ts';
import type { Bench, BenchContext } from '../support/bench.ts';
import { createContext } from '../support/createContext.ts';
import { serverKinds } from '../support/startBenchServer.ts';

/** The benches that run on each server, and their sizes. */
const parts: readonly { readonly bench: Bench; readonly inFlight: readonly number[] | null }[] = [
  { bench: followBench, inFlight: [200] },
  { bench: submitBench, inFlight: null },
];

/** Runs following and submitting on the embedded server and on the production server over PostgreSQL. */
export const serverBench: Bench = {
  name: 'server',
  summary: 'follow (200 in flight) and submit on the embedded server and on the production server over PostgreSQL',
  options: (command) => command.option('--quick', 'a tenth of the size, to see that it works'),
  run: runServer,
};

async function runServer(context: BenchContext): Promise<Readonly<Record<string, unknown>>> {
  const results: Record<string, Record<string, unknown>> = {};
  for (const { bench, inFlight } of parts) {
    results[bench.name] = {};
    for (const server of serverKinds) {
      context.say(`${bench.name} on ${server}`);
      const quick = context.options['quick'] === true;
      const session = createContext({
        bench: bench.name,
        server,
        inFlight: quick && inFlight !== null ? [20] : inFlight,
        options: { ...defaultsOf(bench), ...(quick ? { starts: 100, rounds: 1, polls: 5 } : {}) },
      });
      context.onEnd(() => session.end());
      try {
        Object.assign(results[bench.name] ?? {}, {
          [server]: await bench.run({ ...session.context, ...(quick ? { save: () => undefined } : {}) }),
        });
      } finally {
        await session.end();
      }
    }
  }
  return results;
}

/** The default options of a bench. */
function defaultsOf(bench: Bench): Readonly<Record<string, unknown>> {
  const command = new Command();
  bench.options?.(command);
  return command.opts();
}
