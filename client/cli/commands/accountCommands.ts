import type { Command } from 'commander';

import { withClient, type CommandContext } from '../commandContext.ts';
import { NeededOption } from '../neededOption.ts';
import { accountLines, restoredLines } from './accountLines.ts';
import { actorOf, actorOption, type ActorOption } from './actorOption.ts';

type PauseOptions = ActorOption & { reason: string };
type RestoreOptions = ActorOption & { evidence: string; workerGroup?: string };

const descriptions = {
  pause: 'send nothing more from this account; what was sent is followed on',
  resume: 'send again',
} as const;

const restoreNotice =
  'Reading its withdrawals; it waits first until sends that were under way are over (up to a minute).\n';

export function addAccountCommands(program: Command, context: CommandContext): void {
  const account = program.command('account').description('look at, pause, resume or restore an exchange account');
  addState(account, context);
  addPauseOrResume(account, context, 'pause');
  addPauseOrResume(account, context, 'resume');
  addRestore(account, context);
}

function addState(account: Command, context: CommandContext): void {
  account
    .command('state')
    .description('pause, lanes, claims and health of an account')
    .argument('<account>')
    .action(
      withClient(context, async (client, _options, [name = '']) => {
        const view = await client.account.state(name);
        return { json: view, lines: accountLines(view, view.running) };
      }),
    );
}

function addPauseOrResume(account: Command, context: CommandContext, verb: 'pause' | 'resume'): void {
  account
    .command(verb)
    .description(descriptions[verb])
    .argument('<account>')
    .addOption(new NeededOption('--reason <text>', 'why; kept for ever'))
    .addOption(actorOption('decides'))
    .action(
      withClient<PauseOptions>(context, async (client, options, [name = '']) => {
        const view = await client.account[verb](name, { actor: actorOf(options, context), reason: options.reason });
        return { json: view, lines: accountLines(view) };
      }),
    );
}

function addRestore(account: Command, context: CommandContext): void {
  account
    .command('restore')
    .description('start the workflow of an account again after it was terminated, rebuilt from its withdrawals')
    .argument('<account>')
    .addOption(new NeededOption('--evidence <text>', 'what happened to it; kept for ever'))
    .addOption(actorOption('decides'))
    .option('--worker-group <group>', "where Temporal's memo of the account is gone")
    .action(
      withClient<RestoreOptions>(context, async (client, options, [name = '']) => {
        const fallback = (await context.seams.accountSettings?.(name)) ?? {};
        if (options.json !== true) context.io.stderr(restoreNotice);
        const { evidence, workerGroup } = options;
        const restored = await client.account.restore(name, {
          fallback,
          ...(workerGroup === undefined ? {} : { workerGroup }),
          actor: actorOf(options, context),
          evidence,
        });
        return { json: restored, lines: restoredLines(restored) };
      }),
    );
}
