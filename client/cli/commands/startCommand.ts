import type { Command } from 'commander';

import type { StartedWithdrawal } from '../../startWithdrawal.ts';
import { withConnection, withOutcome, type CommandContext } from '../commandContext.ts';
import { readRequest, type StartOptions } from '../readRequest.ts';

export function addStartCommand(program: Command, context: CommandContext): void {
  program
    .command('start')
    .description('start a withdrawal, or join the one that was started before with the same content')
    .option('--id <withdrawalId>', "mandatory: the backend's id of the withdrawal; the same id never pays twice")
    .option('--account <account>', 'mandatory, such as bigone/treasury')
    .option('--asset <symbol>', 'mandatory, such as USDT')
    .option('--network <network>', "mandatory: the exchange's name of the network, such as Tron")
    .option('--to <address>', 'mandatory: where it goes')
    .option('--memo <memo>', 'memo or tag, where the network has one')
    .option('--amount <decimal>', 'mandatory, such as 100.5')
    .option(
      '--requested-at <time>',
      'mandatory: when it was first asked for (UTC), or "now"; repeat it unchanged on every try',
    )
    .option('--deadline-at <time>', 'after this (UTC) nothing is sent, and a cancel is tried')
    .option('--file <path>', 'instead of all the others: the whole request as a JSON object; - reads standard input')
    .action(
      withOutcome<StartOptions & { to?: string }>(context, async (options) => {
        // Before a server is looked for: what is missing is told at once.
        const request = await readRequest(options, options.to, context.io);
        const started = await withConnection(context, options, (client) => client.start(request));
        return {
          json: started,
          lines: [
            startedText(started),
            `  withdrawal: ${started.withdrawalId}`,
            `  requestedAt: ${started.request.requestedAt} (repeat it unchanged)`,
            `  follow it: withdrawals watch ${started.withdrawalId}`,
          ],
        };
      }),
    );
}

function startedText({ joined, recovery }: StartedWithdrawal): string {
  if (joined) return 'It was started before with the same content; nothing new was started.';
  if (recovery) return 'An earlier run ended abnormally: this one looks up what happened and sends nothing by itself.';
  return 'Started.';
}
