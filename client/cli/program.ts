import { Command } from 'commander';

import type { CommandContext } from './commandContext.ts';
import { addAccountCommands } from './commands/accountCommands.ts';
import { addDecisionCommands } from './commands/decisionCommands.ts';
import { addHealthCommands } from './commands/healthCommands.ts';
import { addListCommand } from './commands/listCommand.ts';
import { addShowCommands } from './commands/showCommand.ts';
import { addStartCommand } from './commands/startCommand.ts';
import { addWatchCommand } from './commands/watchCommand.ts';
import { exitCodeMeanings } from './exitCodes.ts';
import { printableLines } from './printable.ts';

/**
 * The command line, without process, exit or a connection of its own; `probe` and `exchanges` are there only
 * where the seams give them.
 */
export function createProgram(context: CommandContext, json: boolean): Command {
  const program = new Command('withdrawals')
    .description('start, follow, cancel and resolve withdrawals from exchange accounts')
    .option('--json', 'one JSON value on standard output; errors as JSON on standard error')
    .option(
      '--address <host:port>',
      'Temporal server (default: TEMPORAL_ADDRESS, then the profile, then localhost:7233)',
    )
    .option('--namespace <name>', 'Temporal namespace (default: TEMPORAL_NAMESPACE, then the profile, then "default")')
    .option('--profile <name>', 'profile in temporal.toml (default: TEMPORAL_PROFILE)')
    .addHelpText(
      'after',
      `\nExit codes:\n${Object.entries(exitCodeMeanings)
        .map(([code, meaning]) => `  ${code}  ${meaning}`)
        .join('\n')}`,
    )
    .showHelpAfterError('(--help shows how it is used)')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => context.io.stdout(text),
      // As JSON it is written once, by whoever runs the program.
      writeErr: (text) => {
        if (!json) context.io.stderr(printableLines(text));
      },
    })
    .configureHelp({ showGlobalOptions: true });
  addStartCommand(program, context);
  addShowCommands(program, context);
  addListCommand(program, context);
  addWatchCommand(program, context);
  addDecisionCommands(program, context);
  addAccountCommands(program, context);
  addHealthCommands(program, context);
  return program;
}
