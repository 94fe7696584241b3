import type { Command } from 'commander';

import type { StartedWithdrawal } from '../../startWithdrawal.ts';
import { withClient, type CommandContext } from '../commandContext.ts';
import { readRequest, type StartOptions } from '../readRequest.ts';

export function addStartCommand(program: Command, context: CommandContext): void {
  program
    .command('start')
    .description('start a withdrawal, or join the one that was started before with the same content')
    .option('--id <withdrawalId>', "the backend's id of the withdrawal; the same id never pays twice")
    .option('--account <account>', 'such as bigone/treasury')
    .option('--asset <symbol>', 'such as USDT')
    .option('--network <network>', "the exchange's name of the network, such as Tron")
    .option('--to <address>', 'where it goes')
    .option('--memo <memo>', 'memo or tag, where the network has one')
    .option('--amount <decimal>', 'such as 100.5')
    .option('--requested-at <time>', 'when it was first asked for (UTC), or "now"; repeat it unchanged on every try')
    .option('--deadline-at <time>', 'after this (UTC) nothing is sent, and a cancel is tried')
    .option('--file <path>', 'the whole request as a JSON object; - reads standard input')
    .action(
      withClient<StartOptions & { to?: string }>(context, async (client, options) => {
        const started = await client.start(await readRequest(options, options.to, context.io));
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
