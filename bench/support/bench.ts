import type { Command } from 'commander';

import type { ServerKind } from './startBenchServer.ts';

/*
 * The harness, for whoever writes a bench:
 *
 * - `Bench` (here): one entry of the list in bench/benches.ts. `--json` prints what `run` answers, as the last line.
 * - `startBenchServer(kind)`: a Temporal server as a process of its own; its `pids` are for `cpuSeconds`.
 * - `benchAccount(kind, number)`: an account with credentials and its simulated side.
 * - `startExchangeProcess(accounts, options)`: the simulator in a process of its own, so that its CPU is counted apart.
 *   It counts requests by endpoint and 429s, changes its rate limit while it runs, and changes statuses at known times.
 * - `startBenchWorker(...)`: the built worker as a process, configured by a TOML file like a user's.
 * - `startWithdrawals(client, requests, atATime)`: starts withdrawals through the normal client. `until` waits for a
 *   condition.
 * - `cpuSeconds(pids)`, `memoryBytes(pid)`: from /proc, threads and children included.
 * - `quantile(values, 0.99)`, `distribution(values)`.
 * - `context.save(name, result)`: writes bench/results/<name>.json, from which `report` makes docs/performance.md.
 */

export type BenchContext = {
  readonly server: ServerKind;
  /** The sizes of `--in-flight 200,2000`; null: the bench chooses. */
  readonly inFlight: readonly number[] | null;
  /** The bench's own options, as commander parsed them. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Prints a line of progress to stderr. */
  readonly say: (text: string) => void;
  /** Registers what to do when the bench ends, however it ends. The last one registered runs first. */
  readonly onEnd: (end: () => Promise<void> | void) => void;
  /** Saves a result for the report, under a name such as `follow-200`. */
  readonly save: (name: string, result: Readonly<Record<string, unknown>>) => void;
};

export type Bench = {
  readonly name: string;
  readonly summary: string;
  /** Adds options beside `--json`, `--in-flight` and `--server`. */
  options?(command: Command): unknown;
  /** Measures and answers the result, which `--json` prints. */
  run(context: BenchContext): Promise<Readonly<Record<string, unknown>>>;
  /** What the `growth` bench measures of it, at ×1, ×4 and ×16. */
  readonly growth?: Growth;
};

export type Growth = {
  /** How many are in flight at ×1: few, so that ×16 takes minutes only. */
  readonly base: number;
  /** Costs at this size, by name. `context.options` holds the options of `growth`, not of this bench. */
  readonly figures: (context: BenchContext, size: number) => Promise<Readonly<Record<string, number>>>;
};
