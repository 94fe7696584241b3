/**
 * The command that is compiled when nothing else is found; later versions carry a replace directive, which
 * `go install` refuses.
 */
export const TEMPORAL_CLI_MODULE = 'github.com/temporalio/cli/cmd/temporal@v1.5.1';

/**
 * Where a Temporal server comes from: one that runs already, or a binary on this machine that has answered
 * `--version`.
 */
export type TemporalBinary =
  | { kind: 'existing'; address: string }
  | { kind: 'binary'; path: string; origin: 'path' | 'cache' | 'download' | 'compiled' };

/** Receives one line of progress, without a line end. */
export type Log = (line: string) => void;

/** Writes progress to stderr, so that stdout stays free for results. */
export const logToStderr: Log = (line) => {
  process.stderr.write(`${line}\n`);
};
