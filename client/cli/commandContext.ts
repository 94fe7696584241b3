import type { Command } from 'commander';

import { connect, type ConnectOverrides } from '../temporal/connect.ts';
import { createWithdrawalClient, type WithdrawalClient } from '../withdrawalClient.ts';
import { createProcessIo, type CliIo } from './cliIo.ts';
import type { ExitCode } from './exitCodes.ts';
import { checkNeededOptions } from './neededOption.ts';
import { printableJson, printableLines } from './printable.ts';
import type { CliConnection, CliSeams } from './seams.ts';

/** What a command prints: one value for programs with --json, lines for people without it. */
export type CommandOutcome = {
  readonly json: unknown;
  readonly lines: readonly string[];
  readonly exitCode?: ExitCode;
};

export type CommandContext = {
  readonly seams: CliSeams;
  readonly io: CliIo;
  /** The command that ran sets it. */
  exitCode: ExitCode;
};

export type GlobalOptions = ConnectOverrides & { readonly json?: boolean };

/** The action of a command that needs Temporal: connects, prints the outcome, closes. Throws the errors of `work`. */
export function withClient<O extends object>(
  context: CommandContext,
  work: (client: WithdrawalClient, options: O & GlobalOptions, args: readonly string[]) => Promise<CommandOutcome>,
): (...args: unknown[]) => Promise<void> {
  return withOutcome<O>(context, (options, args) =>
    withConnection(context, options, (client) => work(client, options, args)),
  );
}

/** Connects to Temporal for this work and closes. For a command that first checks what it was given. */
export async function withConnection<T>(
  context: CommandContext,
  overrides: ConnectOverrides,
  work: (client: WithdrawalClient) => Promise<T>,
): Promise<T> {
  const connection = await (context.seams.connect ?? connectByEnvironment)(overrides);
  try {
    return await work(connection.client);
  } finally {
    connection.client.close();
    await connection.close();
  }
}

/** The action of a command that prints an outcome. Throws the errors of `work`. */
export function withOutcome<O extends object>(
  context: CommandContext,
  work: (options: O & GlobalOptions, args: readonly string[]) => Promise<CommandOutcome>,
): (...args: unknown[]) => Promise<void> {
  return async (...given) => {
    const command = given.at(-1) as Command;
    checkNeededOptions(command);
    const options = command.optsWithGlobals<O & GlobalOptions>();
    const outcome = await work(options, command.args);
    const text =
      options.json === true
        ? printableJson(outcome.json, context.io.isTTY ? 2 : 0)
        : printableLines(outcome.lines.join('\n'));
    context.io.stdout(`${text}\n`);
    context.exitCode = outcome.exitCode ?? 0;
  };
}

export function createContext(seams: CliSeams): CommandContext {
  return { seams, io: seams.io ?? createProcessIo(), exitCode: 0 };
}

async function connectByEnvironment(overrides: ConnectOverrides): Promise<CliConnection> {
  const { address, namespace, profile } = overrides;
  const connected = await connect({
    ...(address === undefined ? {} : { address }),
    ...(namespace === undefined ? {} : { namespace }),
    ...(profile === undefined ? {} : { profile }),
  });
  return {
    client: createWithdrawalClient({ temporal: connected.client, namespace: connected.namespace }),
    close: () => connected.close(),
  };
}
