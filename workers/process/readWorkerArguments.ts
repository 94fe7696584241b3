import { Command, CommanderError } from 'commander';

import type { OutputStream } from '../../client/cli/outputStream.ts';

export type WorkerArguments = {
  readonly argv: readonly string[];
  readonly version: string;
  readonly stdout: Pick<OutputStream, 'write'>;
  readonly stderr: Pick<OutputStream, 'write'>;
};

const help = `
The configuration is read from withdrawals.toml, or from the file that WITHDRAWALS_CONFIG names. Where Temporal is comes
from TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE and TEMPORAL_PROFILE. SIGTERM or SIGINT drains the worker: it takes nothing
new, lets submits finish and hands the rest over.

Exit codes:
  0    drained
  1    not started, or broken
  2    wrong usage
  130  stopped at once by a second signal`;

/**
 * Reads the worker's arguments, and prints help, version or what is wrong. Null: start the worker. A number: start
 * nothing and end with this exit code.
 */
export function readWorkerArguments({ argv, version, stdout, stderr }: WorkerArguments): 0 | 2 | null {
  const program = new Command('withdrawals-worker')
    .description('carries out withdrawals: runs their workflows, and talks to the exchanges of its configuration')
    .version(version, '--version', 'the version of this worker')
    .addHelpText('after', help)
    .allowExcessArguments()
    .showHelpAfterError('(--help shows how it is used)')
    .exitOverride()
    .configureOutput({ writeOut: (text) => stdout.write(text), writeErr: (text) => stderr.write(text) });
  try {
    const [unexpected] = program.parse([...argv], { from: 'user' }).args;
    if (unexpected !== undefined) program.error(`error: unexpected argument '${unexpected}': the worker takes none`);
    return null;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? 0 : 2;
  }
}
