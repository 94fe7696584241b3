import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '../../client/index.ts';
import type { BenchContext } from '../support/bench.ts';
import { type AccountKind, type BenchAccount, benchAccount } from '../support/benchAccounts.ts';
import { startBenchServer } from '../support/startBenchServer.ts';
import { rounded } from '../support/statistics.ts';
import { floorSeconds, rowsPerRequest, type Side, toSide } from './limitFigures.ts';
import { measureOurs } from './measureOurs.ts';
import { pollOneByOne } from './oneByOne.ts';

/** Seconds, milliseconds for the interval, requests a second for the rate. */
export type LimitOptions = { readonly rate: number; readonly interval: number; readonly sample: number; readonly window: number };

export type LimitRun = {
  readonly exchange: AccountKind;
  readonly inFlight: number;
  readonly accounts: number;
  readonly requestsPerSecond: number;
  readonly pollIntervalMs: number;
  readonly ours: Side;
  readonly oneByOne: Side;
  readonly ratios: { readonly detectionP99: number };
  readonly tooManyRequests: number;
  readonly floorSeconds: number;
  readonly detectionP99OverFloor: number;
};

/** edgeX's look-up before a send walks all orders of the account: one account with thousands would take hours to start. */
const mostPerAccount: Readonly<Record<AccountKind, number>> = { bigone: 5_000, bitunix: 5_000, 'edgex-normal-withdraw': 500 };

/** Ours, then the reference, each alone with its own exchange under the same limit. */
export async function measureLimit({ server: serverKind, say }: BenchContext, options: LimitOptions, kind: AccountKind, inFlight: number): Promise<LimitRun> {
  const limit = { requests: options.rate, perMs: 1_000 };
  const accounts = accountsFor(kind, inFlight);
  const common = { inFlight, limit, sample: Math.min(options.sample, inFlight), windowMs: 1_000 * options.window };
  const folder = await mkdtemp(join(tmpdir(), 'withdrawals-bench-'));
  const server = await startBenchServer(serverKind, say);
  const temporal = await connect({ address: server.address });
  try {
    const ours = toSide(await measureOurs({ ...common, server, temporal: temporal.client, folder, accounts, intervalMs: options.interval, say }), limit);
    say(`${kind}, ours: ${JSON.stringify(ours)}`);
    const oneByOne = toSide(await pollOneByOne({ ...common, account: benchAccount(kind, accounts.length + 1) }), limit);
    say(`${kind}, one by one: ${JSON.stringify(oneByOne)}`);
    const floor = floorSeconds(accounts.map((_, index) => withdrawalsOf(index, accounts.length, inFlight)), rowsPerRequest[kind], limit);
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
