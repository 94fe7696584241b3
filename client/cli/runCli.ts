import { CommanderError } from 'commander';

import { WithdrawalClientError } from '../errors.ts';
import { createContext, type CommandContext } from './commandContext.ts';
import { exitCodeOfError, exitCodes } from './exitCodes.ts';
import { printableJson, printableLines } from './printable.ts';
import { createProgram } from './program.ts';
import type { CliSeams } from './seams.ts';

/**
 * Runs the command line `withdrawals` with arguments as in `process.argv.slice(2)` and returns the exit code, once its
 * output has arrived. A reader that has gone changes nothing. Never throws and does not end the process.
 */
export async function runCli(argv: readonly string[], seams: CliSeams = {}): Promise<number> {
  const context = createContext(seams);
  const json = argv.includes('--json');
  const exitCode = await runCommand(argv, context, json);
  const problem = await context.io.flush();
  if (problem === null) return exitCode;
  const message = `The output could not be written: ${problem}.`;
  writeError(context, json, { exitCode, value: { error: 'output', message }, text: message });
  return exitCode === exitCodes.ok ? exitCodes.refused : exitCode;
}

async function runCommand(argv: readonly string[], context: CommandContext, json: boolean): Promise<number> {
  try {
    await createProgram(context, json).parseAsync([...argv], { from: 'user' });
    return context.exitCode;
  } catch (error) {
    const described = describeError(error);
    writeError(context, json, described);
    return described.exitCode;
  }
}

function writeError({ io }: CommandContext, json: boolean, { value, text }: DescribedError): void {
  if (json && value !== null) io.stderr(`${printableJson(value, 0)}\n`);
  else if (text !== null) io.stderr(`${printableLines(text)}\n`);
}

type DescribedError = {
  readonly exitCode: number;
  /** For --json. Null when nothing went wrong. */
  readonly value: unknown;
  /** For people. Null when commander has written it already. */
  readonly text: string | null;
};

const bareCommand = 'expected a command; --help lists them';

function describeError(error: unknown): DescribedError {
  if (error instanceof CommanderError) {
    // Code 0 is help that was asked for. Help that is shown because there was no command is wrong usage.
    if (error.exitCode === 0) return { exitCode: exitCodes.ok, value: null, text: null };
    const message = error.code === 'commander.help' ? bareCommand : error.message.replace(/^error: /, '');
    return { exitCode: exitCodes.usage, value: { error: 'usage', message }, text: null };
  }
  if (error instanceof WithdrawalClientError)
    return { exitCode: exitCodeOfError[error.kind], value: error, text: error.message };
  const message = error instanceof Error ? error.message : String(error);
  return { exitCode: exitCodes.refused, value: { error: 'unexpected', message }, text: `Failed: ${message}` };
}
