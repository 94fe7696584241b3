import { startProductionServer } from '../../scripts/server/startProductionServer.ts';
import { startTemporalServer } from '../../scripts/server/startTemporalServer.ts';

export const serverKinds = ['embedded', 'postgres'] as const;
export type ServerKind = (typeof serverKinds)[number];

export type BenchServer = {
  readonly kind: ServerKind;
  readonly address: string;
  /** Every process whose CPU is the server's, its database included. */
  readonly pids: readonly number[];
  stop(): Promise<void>;
};

type Starter = (say: (line: string) => void) => Promise<Omit<BenchServer, 'kind'>>;

/** Neither waits for the disk (`durable: false`): a bench measures work, not this machine's disk. */
const starters: Readonly<Record<ServerKind, Starter>> = {
  async embedded(log) {
    const server = await startTemporalServer({ durable: false, log });
    return { address: server.address, pids: [server.pid], stop: () => server.stop() };
  },
  async postgres(log) {
    const server = await startProductionServer({ durable: false, log });
    return { address: server.address, pids: [server.pid, server.databasePid], stop: () => server.stop() };
  },
};

/** Starts a Temporal server of this kind with a database of its own; it ends with this process. */
export async function startBenchServer(kind: ServerKind, say: (line: string) => void): Promise<BenchServer> {
  const server = await starters[kind](say);
  say(`Temporal (${kind}) at ${server.address}, processes ${server.pids.join(' ')}`);
  return { kind, ...server };
}
