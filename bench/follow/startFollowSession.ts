import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { connect } from '../../client/index.ts';
import type { BenchContext } from '../support/bench.ts';
import { type AccountKind, benchAccount } from '../support/benchAccounts.ts';
import { type BenchServer, startBenchServer } from '../support/startBenchServer.ts';
import { type FormFigures, measureForm, type MeasureInput } from './measureForm.ts';

export type FollowSession = {
  readonly server: BenchServer;
  readonly measure: (
    input: Pick<MeasureInput, 'form' | 'inFlight' | 'cadenceMs' | 'polls' | 'spread'>,
  ) => Promise<FormFigures>;
  readonly end: () => Promise<void>;
};

/** Starts one server on which forms of following are measured one after the other. It ends with the bench or before. */
export async function startFollowSession(
  { server: kind, say, onEnd }: BenchContext,
  exchange: AccountKind,
): Promise<FollowSession> {
  const folder = await mkdtemp(join(tmpdir(), 'withdrawals-bench-'));
  const server = await startBenchServer(kind, say);
  const temporal = await connect({ address: server.address });
  let runs = 0;
  let ended: Promise<void> | null = null;
  const end = async (): Promise<void> => {
    await temporal.close();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
  const endOnce = (): Promise<void> => (ended ??= end());
  onEnd(endOnce);
  return {
    server,
    measure(input) {
      // Each run has a new exchange, so it needs an account that the server has not seen.
      runs += 1;
      return measureForm({
        ...input,
        server,
        temporal: temporal.client,
        accounts: [benchAccount(exchange, runs)],
        folder,
        say,
      });
    },
    end: endOnce,
  };
}
