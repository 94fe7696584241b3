import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { InvalidArgumentError } from 'commander';

import type { Bench, BenchContext } from '../support/bench.ts';
import type { AccountKind } from '../support/benchAccounts.ts';
import { startBenchServer } from '../support/startBenchServer.ts';
import { compareSubmits, type SubmitSettings } from './compareSubmits.ts';

type SubmitOptions = {
  readonly starts: number;
  readonly clients: number;
  readonly rounds: number;
  readonly only?: AccountKind;
};

/** One adapter where a repeated submit is documented as safe, and one that needs the account's grant. */
const safeAdapter = 'edgex-normal-withdraw';
const grantAdapter = 'bigone';
const warmUp = 100;

export const submitBench: Bench = {
  name: 'submit',
  summary:
    "a burst of starts, from the start call to the acceptance in the exchange's book, " +
    'beside a bare one-activity workflow',
  options: (command) =>
    command
      .option('--starts <n>', 'starts in a burst', wholeNumber, 1_000)
      .option('--clients <n>', 'start calls at a time', wholeNumber, 50)
      .option('--rounds <n>', 'bursts of each side, in turns', wholeNumber, 2)
      .option('--only <adapter>', `one of the two: ${safeAdapter} or ${grantAdapter}`),
  run: runSubmit,
};

async function runSubmit(context: BenchContext): Promise<Readonly<Record<string, unknown>>> {
  const { starts, clients, rounds, only } = context.options as unknown as SubmitOptions;
  const settings: SubmitSettings = { starts, clients, rounds, warmUp, worker: {}, accountNumber: 1 };
  const folder = mkdtempSync(join(tmpdir(), 'withdrawals-bench-'));
  context.onEnd(() => rmSync(folder, { recursive: true, force: true }));
  const server = await startBenchServer(context.server, context.say);
  context.onEnd(() => server.stop());
  const safe = only === grantAdapter ? null : await compareSubmits(context, server, folder, safeAdapter, settings);
  const grant = only === safeAdapter ? null : await compareSubmits(context, server, folder, grantAdapter, settings);
  const result = {
    server: context.server,
    starts,
    clients,
    rounds,
    safe,
    grant,
    ratios: { throughput: safe?.ratio ?? null, throughputWithGrant: grant?.ratio ?? null },
  };
  if (only === undefined) context.save(`submit-${context.server}`, result);
  return result;
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError('a whole number above 0 is needed');
  return Number(text);
}
