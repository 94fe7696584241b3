import type { Command } from 'commander';

import { withClient, type CommandContext } from '../commandContext.ts';

export function addNudgeCommand(program: Command, context: CommandContext): void {
  program
    .command('nudge')
    .description('read the status now instead of at the next turn; too often is not taken')
    .argument('<withdrawalId>')
    .action(
      withClient(context, async (client, _options, [withdrawalId = '']) => {
        const nudged = await client.nudge(withdrawalId);
        return { json: nudged, lines: [nudged.message] };
      }),
    );
}
