import type { Command } from 'commander';

import { InvalidArgumentError } from '../../errors.ts';
import { withClient, type CommandContext } from '../commandContext.ts';
import { NeededOption } from '../neededOption.ts';
import { laneLine } from './accountLines.ts';
import { actorOf, actorOption, type ActorOption } from './actorOption.ts';

type TakeoverOptions = ActorOption & { evidence: string; account?: string };

export function addTakeoverCommand(program: Command, context: CommandContext): void {
  program
    .command('takeover')
    .description(
      'free the lanes of a withdrawal whose run was terminated; ' +
        'its claim stays, so it can never be sent again by itself',
    )
    .argument('<withdrawalId>')
    .addOption(new NeededOption('--evidence <text>', 'what was looked at and what it showed; kept for ever'))
    .addOption(actorOption('decides'))
    .option('--account <account>', 'where Temporal no longer knows the withdrawal')
    .action(
      withClient<TakeoverOptions>(context, async (client, options, [withdrawalId = '']) => {
        const account = options.account ?? (await client.get(withdrawalId)).account;
        if (account === null)
          throw new InvalidArgumentError(
            'account',
            'the account of the withdrawal by --account: its own records do not tell',
            withdrawalId,
          );
        const actor = actorOf(options, context);
        const view = await client.account.takeover(account, { withdrawalId, actor, evidence: options.evidence });
        return {
          json: view,
          lines: [`${withdrawalId} no longer holds a lane of ${account}.`, ...view.lanes.map(laneLine)],
        };
      }),
    );
}
