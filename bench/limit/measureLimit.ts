import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { connect } from '../../client/index.ts';
import type { BenchContext } from '../support/bench.ts';
import { type AccountKind, benchAccount } from '../support/benchAccounts.ts';
import { startBenchServer } from '../support/startBenchServer.ts';
import { rounded } from '../support/statistics.ts';
import { floorSeconds, rowsPerRequest, type Side, toSide } from './limitFigures.ts';
import { measureOurs } from './measureOurs.ts';
import { pollOneByOne } from './pollOneByOne.ts';

/** Options as the command line names them. */
export type LimitOptions = {
  /** Requests a second. */
  readonly rate: number;
  /** Milliseconds. */
  readonly interval: number;
  /** Withdrawals. */
  readonly sample: number;
  /** Seconds. */
  readonly window: number;
};

export type LimitRun = {
  readonly exchange: AccountKind;
  readonly inFlight: number;
  readonly requestsPerSecond: number;
  readonly pollIntervalMs: number;
  readonly ours: Side;
  readonly oneByOne: Side;
  readonly ratios: { readonly detectionP99: number };
  readonly tooManyRequests: number;
  readonly floorSeconds: number;
  readonly detectionP99OverFloor: number;
};

/** Measures ours, then the reference, each with an exchange of its own under the same limit. */
export async function measureLimit(
  { server: serverKind, say }: BenchContext,
  options: LimitOptions,
  kind: AccountKind,
  inFlight: number,
): Promise<LimitRun> {
  const limit = { requests: options.rate, perMs: 1_000 };
  const common = { inFlight, limit, sample: Math.min(options.sample, inFlight), windowMs: 1_000 * options.window };
  const folder = await mkdtemp(join(tmpdir(), 'withdrawals-bench-'));
  const server = await startBenchServer(serverKind, say);
  const temporal = await connect({ address: server.address });
  try {
    const ours = toSide(
      await measureOurs({
        ...common,
        server,
        temporal: temporal.client,
        folder,
        account: benchAccount(kind, 1),
        intervalMs: options.interval,
        say,
      }),
      limit,
    );
    say(`${kind}, ours: ${JSON.stringify(ours)}`);
    const oneByOne = toSide(await pollOneByOne({ ...common, account: benchAccount(kind, 2) }), limit);
    say(`${kind}, one by one: ${JSON.stringify(oneByOne)}`);
    const floor = floorSeconds(inFlight, rowsPerRequest[kind], limit);
    return {
      exchange: kind,
      inFlight,
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
