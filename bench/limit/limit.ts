import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { connect } from '../../client/index.ts';
import type { Bench, BenchContext } from '../support/bench.ts';
import { type AccountKind, accountKinds, type BenchAccount, benchAccount } from '../support/benchAccounts.ts';
import { listOf, positive } from '../support/optionParsers.ts';
import { startBenchServer } from '../support/startBenchServer.ts';
import { rounded } from '../support/statistics.ts';
import { floorSeconds, rowsPerRequest, toSide } from './limitFigures.ts';
import { measureOurs } from './measureOurs.ts';
import { pollOneByOne } from './oneByOne.ts';

type Options = { readonly exchange: readonly AccountKind[]; readonly rate: number; readonly interval: number; readonly sample: number; readonly window: number };

/** edgeX's look-up before a send walks all orders of the account: one account with thousands would take hours to start. */
const mostPerAccount: Readonly<Record<AccountKind, number>> = { bigone: 5_000, bitunix: 5_000, 'edgex-normal-withdraw': 500 };

/** Detection under ten requests a second, beside a poller that reads one after the other under the same limit. */
export const limit: Bench = {
  name: 'limit',
  summary: 'ours and one-by-one polling under the same ten requests a second: detection, 429s, share of the budget',
  options: (command: Command) =>
    command
      .option('--exchange <adapters>', 'comma-separated', listOf(accountKinds), ['edgex-normal-withdraw', 'bigone'])
      .option('--rate <n>', 'requests a second', positive, 10)
      .option('--interval <ms>', 'what `poll.interval` is set to; the limit is what slows reads down', positive, 250)
      .option('--sample <n>', 'how many of those in flight change their status', positive, 300)
      .option('--window <seconds>', 'in which they do', positive, 60),
  run: runLimit,
};

async function runLimit(context: BenchContext): Promise<Readonly<Record<string, unknown>>> {
  const options = context.options as unknown as Options;
  const runs: Readonly<Record<string, unknown>>[] = [];
  for (const inFlight of context.inFlight ?? [1_000]) {
    for (const kind of options.exchange) {
      const run = await measure(context, options, kind, inFlight);
      context.save(`limit-${inFlight}-${kind}`, run);
      runs.push(run);
    }
  }
  return { ...runs[0], tooManyRequests: runs.reduce((sum, run) => sum + Number(run['tooManyRequests']), 0), runs };
}

async function measure({ server: serverKind, say }: BenchContext, options: Options, kind: AccountKind, inFlight: number): Promise<Readonly<Record<string, unknown>>> {
  const rate = { requests: options.rate, perMs: 1_000 };
  const sample = Math.min(options.sample, inFlight);
  const accounts = accountsFor(kind, inFlight);
  const folder = await mkdtemp(join(tmpdir(), 'withdrawals-bench-'));
  const server = await startBenchServer(serverKind, say);
  const temporal = await connect({ address: server.address });
  const common = { inFlight, limit: rate, sample, windowMs: 1_000 * options.window };
  try {
    const ours = toSide(await measureOurs({ ...common, server, temporal: temporal.client, folder, accounts, intervalMs: options.interval, say }), rate);
    say(`ours: ${JSON.stringify(ours)}`);
    // Alone on the machine as ours was: only its exchange runs beside it.
    const oneByOne = toSide(await pollOneByOne({ ...common, account: benchAccount(kind, accounts.length + 1) }), rate);
    say(`one by one: ${JSON.stringify(oneByOne)}`);
    const floor = floorSeconds(accounts.map((_, index) => withdrawalsOf(index, accounts.length, inFlight)), rowsPerRequest[kind], rate);
    return {
      exchange: kind,
      inFlight,
      accounts: accounts.length,
      requestsPerSecond: options.rate,
      pollIntervalMs: options.interval,
      ours,
      oneByOne,
      ratios: { detectionP99: rounded(oneByOne.detection.p99 / ours.detection.p99) },
      tooManyRequests: ours.tooManyRequests,
      floorSeconds: floor,
      detectionP99OverFloor: rounded(ours.detection.p99 / 1_000 / floor),
    };
  } finally {
    await temporal.close();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

function accountsFor(kind: AccountKind, inFlight: number): readonly BenchAccount[] {
  return Array.from({ length: Math.ceil(inFlight / mostPerAccount[kind]) }, (_, index) => benchAccount(kind, index + 1));
}

/** As `withdrawalRequests` spreads them. */
function withdrawalsOf(index: number, accounts: number, inFlight: number): number {
  return Math.floor(inFlight / accounts) + (index < inFlight % accounts ? 1 : 0);
}
