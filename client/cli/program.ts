import { Command } from 'commander';

import type { CommandContext } from './commandContext.ts';
import { addAccountCommands } from './commands/accountCommands.ts';
import { addCancelCommand } from './commands/cancelCommand.ts';
import { addHealthCommands } from './commands/healthCommands.ts';
import { addListCommand } from './commands/listCommand.ts';
import { addNudgeCommand } from './commands/nudgeCommand.ts';
import { addResolveCommand } from './commands/resolveCommand.ts';
import { addShowCommands } from './commands/showCommand.ts';
import { addStartCommand } from './commands/startCommand.ts';
import { addTakeoverCommand } from './commands/takeoverCommand.ts';
import { addWatchCommand } from './commands/watchCommand.ts';
import { exitCodeMeanings } from './exitCodes.ts';
import { printableLines } from './printable.ts';

/**
 * The command line. It does not end the process and reads nothing but what `context` gives. The commands `probe` and
 * `exchanges`, and the option `--version`, exist only when the seams have what they need.
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
    .addHelpText('after', exitCodeHelp())
    .showHelpAfterError('(--help shows how it is used)')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => context.io.stdout(text),
      // With --json, runCli writes the error, once.
      writeErr: (text) => {
        if (!json) context.io.stderr(printableLines(text));
      },
    })
    .configureHelp({ showGlobalOptions: true });
  addVersion(program, context, json);
  addStartCommand(program, context);
  addShowCommands(program, context);
  addListCommand(program, context);
  addWatchCommand(program, context);
  addCancelCommand(program, context);
  addNudgeCommand(program, context);
  addResolveCommand(program, context);
  addTakeoverCommand(program, context);
  addAccountCommands(program, context);
  addHealthCommands(program, context);
  return program;
}

function addVersion(program: Command, { seams: { version } }: CommandContext, json: boolean): void {
  if (version === undefined) return;
  program.version(json ? JSON.stringify({ version }) : version, '--version', 'the version of this program');
}

function exitCodeHelp(): string {
  const lines = Object.entries(exitCodeMeanings).map(([code, meaning]) => `  ${code}  ${meaning}`);
  return `\nExit codes:\n${lines.join('\n')}`;
}
