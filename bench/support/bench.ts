import type { Command } from 'commander';

import type { ServerKind } from './startBenchServer.ts';

/*
 * The harness, for whoever writes a bench:
 *
 * - `Bench` (here): one entry of the table in bench/main.ts. `run` answers the object that `--json` prints as
 *   the last line.
 * - `startBenchServer(kind)`: a Temporal server as a process of its own; `pids` for `cpuSeconds`.
 * - `benchAccount(kind, number)`: an account with its simulated side, credentials and limit scopes.
 * - `startExchangeProcess(accounts, options)`: the simulator in a process of its own, so that its CPU is
 *   nobody else's; counts requests by endpoint and 429s, changes its rate limit while it runs, and plans
 *   status changes with known times.
 * - `startBenchWorker(...)`: the built worker as a process, from a TOML file like a user's.
 * - `startWithdrawals(client, requests, at a time)`: through the normal client. `untilPhase` waits for all of
 *   them.
 * - `cpuSeconds(pids)`, `memoryBytes(pid)`: from /proc, threads and children included.
 * - `quantile(values, 0.99)`, `distribution(values)`.
 * - `context.save(name, result)`: writes bench/results/<name>.json, from which `report` makes
 *   docs/performance.md.
 */

export type BenchContext = {
  readonly server: ServerKind;
  /** As given by `--in-flight 200,2000`; null: the bench's own choice. */
  readonly inFlight: readonly number[] | null;
  /** The bench's own options, as commander parsed them. */
  readonly options: Readonly<Record<string, unknown>>;
  /** A line of progress on stderr. */
  readonly say: (text: string) => void;
  /** Run last first when the bench ends, however it ends. */
  readonly onEnd: (end: () => Promise<void> | void) => void;
  /** Keeps a result for the report, under a name such as `follow-200`. */
  readonly save: (name: string, result: Readonly<Record<string, unknown>>) => void;
};

export type Bench = {
  readonly name: string;
  readonly summary: string;
  /** Adds options beside `--json`, `--in-flight` and `--server`. */
  options?(command: Command): unknown;
  /** What `--json` prints. */
  run(context: BenchContext): Promise<Readonly<Record<string, unknown>>>;
  /** What `growth` measures of it, at ×1, ×4 and ×16. */
  readonly growth?: Growth;
};

export type Growth = {
  /** In flight at ×1: small, so that ×16 takes minutes. */
  readonly base: number;
  /** Costs at this size, by name. `context.options` are those of `growth`, not of this bench. */
  readonly figures: (context: BenchContext, size: number) => Promise<Readonly<Record<string, number>>>;
};
