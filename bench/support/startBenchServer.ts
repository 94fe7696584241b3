import { startProductionServer } from '../../scripts/server/startProductionServer.ts';
import { startTemporalServer } from '../../scripts/server/startTemporalServer.ts';
import type { TemporalServerOptions } from '../../scripts/server/temporalServer.ts';

export const serverKinds = ['embedded', 'postgres'] as const;
export type ServerKind = (typeof serverKinds)[number];

export type BenchServer = {
  readonly kind: ServerKind;
  readonly address: string;
  /** All processes of the server, its database included. */
  readonly pids: readonly number[];
  stop(): Promise<void>;
};

type Starter = (options: Pick<TemporalServerOptions, 'log' | 'metricsPort'>) => Promise<Omit<BenchServer, 'kind'>>;

/** Not durable: a bench measures work, not this machine's disk. */
const starters: Readonly<Record<ServerKind, Starter>> = {
  async embedded(options) {
    const server = await startTemporalServer({ ...options, durable: false });
    return { address: server.address, pids: [server.pid], stop: () => server.stop() };
  },
  async postgres(options) {
    const server = await startProductionServer({ ...options, durable: false });
    return { address: server.address, pids: [server.pid, server.databasePid], stop: () => server.stop() };
  },
};

/**
 * Starts a Temporal server of this kind with a database of its own. It ends with this process. It serves its metrics on
 * `metricsPort`, if given.
 */
export async function startBenchServer(
  kind: ServerKind,
  say: (line: string) => void,
  metricsPort?: number,
): Promise<BenchServer> {
  const server = await starters[kind]({ log: say, ...(metricsPort === undefined ? {} : { metricsPort }) });
  say(`Temporal (${kind}) at ${server.address}, processes ${server.pids.join(' ')}`);
  return { kind, ...server };
}
