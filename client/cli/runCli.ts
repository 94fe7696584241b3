import { CommanderError } from 'commander';

import { WithdrawalClientError } from '../errors.ts';
import { createContext } from './commandContext.ts';
import { exitCodeOfError, exitCodes } from './exitCodes.ts';
import { printableJson, printableLines } from './printable.ts';
import { createProgram } from './program.ts';
import type { CliSeams } from './seams.ts';

/**
 * Runs the command line `withdrawals` with arguments as in `process.argv.slice(2)` and returns the exit code. Never
 * throws and does not end the process.
 */
export async function runCli(argv: readonly string[], seams: CliSeams = {}): Promise<number> {
  const context = createContext(seams);
  const json = argv.includes('--json');
  try {
    await createProgram(context, json).parseAsync([...argv], { from: 'user' });
    return context.exitCode;
  } catch (error) {
    const { exitCode, value, text } = describeError(error);
    if (json && value !== null) context.io.stderr(`${printableJson(value, 0)}\n`);
    else if (text !== null) context.io.stderr(`${printableLines(text)}\n`);
    return exitCode;
  }
}

type DescribedError = {
  readonly exitCode: number;
  /** For --json. Null when nothing went wrong. */
  readonly value: unknown;
  /** For people. Null when commander has written it already. */
  readonly text: string | null;
};

function describeError(error: unknown): DescribedError {
  if (error instanceof CommanderError) {
    // Code 0 is help that was asked for. Help that is shown because there was no command is wrong usage.
    if (error.exitCode === 0) return { exitCode: exitCodes.ok, value: null, text: null };
    return {
      exitCode: exitCodes.usage,
      value: { error: 'usage', message: error.message.replace(/^error: /, '') },
      text: null,
    };
  }
  if (error instanceof WithdrawalClientError)
    return { exitCode: exitCodeOfError[error.kind], value: error, text: error.message };
  const message = error instanceof Error ? error.message : String(error);
  return { exitCode: exitCodes.refused, value: { error: 'unexpected', message }, text: `Failed: ${message}` };
}
