import type { Log } from './temporalBinary.ts';

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
   * `false` loses the last commits on power loss, and is faster; a killed process loses nothing either way.
   * @default true
   */
  durable?: boolean;
  /** Days that a closed workflow is kept, and its id guarded. @default 30 */
  retentionDays?: number;
  /** Search attributes that exist from the first moment; a worker registers its own. */
  searchAttributes?: Readonly<Record<string, 'Keyword'>>;
  /** @default lines on stderr */
  log?: Log;
};

/** A Temporal server that answers. It never outlives this process, however this process ends. */
export type TemporalServer = {
  address: string;
  namespace: string;
  uiUrl: string | null;
  /** Process id of the server; 0 for an existing server (`TEMPORAL_ADDRESS`). Changes with `restart`. */
  readonly pid: number;
  /** Stops in order and removes temporary files. May be repeated. Does nothing to an existing server. */
  stop(): Promise<void>;
  /** SIGKILL, as a crash: the database stays as it is. Refused for an existing server. */
  kill(): Promise<void>;
  /**
   * Starts again on the same ports and database, after a `kill` or in place of the running one. Refused for
   * an existing server.
   */
  restart(): Promise<void>;
};
