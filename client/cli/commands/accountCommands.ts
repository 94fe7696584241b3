import type { Command } from 'commander';

import type { AccountView } from '../../../domain/accountState.ts';
import type { RestoredAccount } from '../../account/restoreAccount.ts';
import { withClient, type CommandContext } from '../commandContext.ts';

type By = { reason: string; actor?: string };

export function addAccountCommands(program: Command, context: CommandContext): void {
  const account = program.command('account').description('look at, pause, resume or restore an exchange account');
  const actorOf = (options: { actor?: string }): string => options.actor ?? context.io.user();
  account
    .command('state')
    .description('pause, lanes, claims and health of an account')
    .argument('<account>')
    .action(
      withClient(context, async (client, _options, [name = '']) => {
        const view = await client.account.state(name);
        return { json: view, lines: accountLines(view) };
      }),
    );
  for (const verb of ['pause', 'resume'] as const) {
    account
      .command(verb)
      .description(
        verb === 'pause' ? 'send nothing more from this account; what was sent is followed on' : 'send again',
      )
      .argument('<account>')
      .requiredOption('--reason <text>', 'why; kept for ever')
      .option('--actor <name>', 'who decides (default: the user of this machine)')
      .action(
        withClient<By>(context, async (client, options, [name = '']) => {
          const view = await client.account[verb](name, { actor: actorOf(options), reason: options.reason });
          return { json: view, lines: accountLines(view) };
        }),
      );
  }
  account
    .command('restore')
    .description('start the workflow of an account again after it was terminated, rebuilt from its withdrawals')
    .argument('<account>')
    .requiredOption('--evidence <text>', 'what happened to it; kept for ever')
    .option('--actor <name>', 'who decides (default: the user of this machine)')
    .option('--worker-group <group>', "where Temporal's memo of the account is gone")
    .action(
      withClient<{ evidence: string; actor?: string; workerGroup?: string; json?: boolean }>(
        context,
        async (client, options, [name = '']) => {
          const configured = (await context.seams.accountSettings?.(name)) ?? {};
          if (options.json !== true)
            context.io.stderr(
              'Reading its withdrawals; it waits first until sends that were under way are over (up to a minute).\n',
            );
          const { actor: _actor, workerGroup } = options;
          const restored = await client.account.restore(name, {
            fallback: configured,
            ...(workerGroup === undefined ? {} : { workerGroup }),
            actor: actorOf(options),
            evidence: options.evidence,
          });
          return { json: restored, lines: restoredLines(restored) };
        },
      ),
    );
}

function accountLines(view: AccountView): string[] {
  return [
    `${view.account}: ${view.paused === null ? 'open' : `paused by ${view.paused.actor} since ${view.paused.at} (${view.paused.reason})`}`,
    `  worker group: ${view.workerGroup}`,
    `  grants given: ${view.grants}; open claims: ${view.openClaims.length}; closed and remembered: ${view.closedClaims}`,
    ...view.lanes.map((lane) => `  lane ${lane.key} held by ${lane.holder} since ${lane.since}`),
    ...view.health.map((report) => `  ${report.attention} since ${report.since} (${report.worker}): ${report.message}`),
  ];
}

function restoredLines(restored: RestoredAccount): string[] {
  return [
    `${restored.account} was restored from ${restored.withdrawals} withdrawals: ${restored.openClaims} open claims, ${restored.closedClaims} closed, ${restored.lanes} lanes held.`,
    ...(restored.unreadable.length === 0 ? [] : [`  not readable, treated as sent: ${restored.unreadable.join(', ')}`]),
    ...(restored.paused === null
      ? []
      : [
          `  paused: ${restored.paused.reason}`,
          `  when you have looked: withdrawals account resume ${restored.account} --reason "…"`,
        ]),
  ];
}
