import type { PrintLine } from './printLine.ts';

export type TemporalServerOptions = {
  /** SQLite file that a restart continues from. @default a temporary file, removed by `stop` */
  databaseFile?: string;
  /** Serve Temporal's web UI. @default false */
  ui?: boolean;
  /** @default 8233 if it is free, else any free port */
  uiPort?: number;
  /** @default any free port */
  port?: number;
  /** Serve the server's own metrics for Prometheus on this port of 127.0.0.1. @default not at a known port */
  metricsPort?: number;
  /**
   * `false` is faster, but a power loss may take the last commits. A killed process loses nothing either way.
   * @default true
   */
  durable?: boolean;
  /** Days that a closed workflow is kept; for so long its id cannot be used again. @default 30 */
  retentionDays?: number;
  /** Search attributes that exist from the start. A worker also registers those it needs. */
  searchAttributes?: Readonly<Record<string, 'Keyword'>>;
  /** @default lines on stderr */
  log?: PrintLine;
};

/** A Temporal server that answers. A server that was started here ends with this process, however that ends. */
export type TemporalServer = {
  address: string;
  namespace: string;
  uiUrl: string | null;
  /** Process id of the server; 0 for an existing server (`TEMPORAL_ADDRESS`). Changes with `restart`. */
  readonly pid: number;
  /** Stops in order and removes temporary files. May be repeated. Does nothing to an existing server. */
  stop(): Promise<void>;
  /** Ends the server by SIGKILL, as in a crash; the database stays as it is. Throws for an existing server. */
  kill(): Promise<void>;
  /**
   * Starts the server again on the same ports and database; stops it first if it runs. Throws for an existing server,
   * and after `stop`.
   */
  restart(): Promise<void>;
};
