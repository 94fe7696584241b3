import type { Command } from 'commander';

import { checkAccount } from '../../checkArguments.ts';
import type { DoctorLine } from '../../doctor.ts';
import { withClient, withOutcome, type CommandContext } from '../commandContext.ts';
import { exitCodes } from '../exitCodes.ts';
import { tableLines } from '../table.ts';

export function addHealthCommands(program: Command, context: CommandContext): void {
  program
    .command('doctor')
    .description('look at everything that withdrawals need from Temporal, and say what to do about what is missing')
    .action(
      withClient(context, async (client) => {
        const report = await client.doctor();
        return {
          json: report,
          lines: checkLines(report.lines),
          exitCode: report.ok ? exitCodes.ok : exitCodes.refused,
        };
      }),
    );
  const { probe, exchanges } = context.seams;
  if (probe !== undefined) {
    program
      .command('probe')
      .description(
        "read from an account's exchange, changing nothing: auth, clock, permissions, history, how a look-up of an unknown id answers",
      )
      .argument('<account>')
      .action(
        withOutcome(context, async (_options, [account = '']) => {
          checkAccount(account);
          const report = await probe(account);
          const exitCode = !report.reachable ? exitCodes.unreachable : report.ok ? exitCodes.ok : exitCodes.refused;
          return { json: report, lines: checkLines(report.lines), exitCode };
        }),
      );
  }
  if (exchanges !== undefined) {
    program
      .command('exchanges')
      .description('the exchanges that are built in, what each can do, and the accounts configured for it')
      .action(
        withOutcome(context, async () => {
          const listing = await exchanges();
          const rows = listing.map(({ adapter, capabilities, accounts }) => [
            adapter,
            capabilities.repeatSubmit,
            capabilities.findBy,
            capabilities.cancel,
            capabilities.feeMode,
            accounts.join(', ') || null,
          ]);
          return {
            json: listing,
            lines: tableLines(
              ['exchange', 'repeat of a submit', 'a lost one is found by', 'cancel', 'fee', 'accounts'],
              rows,
            ),
          };
        }),
      );
  }
}

function checkLines(lines: readonly DoctorLine[]): string[] {
  return lines.flatMap(({ check, ok, found, advice }) => [
    `${ok ? 'ok     ' : 'PROBLEM'} ${check}: ${found}`,
    ...(advice === null ? [] : [`        → ${advice}`]),
  ]);
}
