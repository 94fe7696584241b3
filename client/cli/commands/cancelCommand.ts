import type { Command } from 'commander';

import { withClient, type CommandContext } from '../commandContext.ts';
import { NeededOption } from '../neededOption.ts';
import { seconds } from '../numbers.ts';
import { actorOf, actorOption, type ActorOption } from './actorOption.ts';

type CancelOptions = ActorOption & { reason: string; wait: number };

export function addCancelCommand(program: Command, context: CommandContext): void {
  program
    .command('cancel')
    .description('ask for a cancel and wait a while for what comes of it')
    .argument('<withdrawalId>')
    .addOption(new NeededOption('--reason <text>', 'why; kept for ever'))
    .addOption(actorOption('asks'))
    .option('--wait <seconds>', 'how long to wait for an outcome', seconds, 10)
    .action(
      withClient<CancelOptions>(context, async (client, options, [withdrawalId = '']) => {
        const cancelled = await client.cancel(withdrawalId, {
          actor: actorOf(options, context),
          reason: options.reason,
          waitSeconds: options.wait,
        });
        const { outcome, message, status, moneyLeft } = cancelled;
        return {
          json: cancelled,
          lines: [`${outcome}: ${message}`, `  status: ${status ?? '-'}`, `  money left: ${moneyLeft}`],
        };
      }),
    );
}
