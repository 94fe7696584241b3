import type { Command } from 'commander';

import { checkAccount } from '../../checkArguments.ts';
import type { DoctorLine } from '../../doctor.ts';
import { withClient, withOutcome, type CommandContext } from '../commandContext.ts';
import { exitCodes, type ExitCode } from '../exitCodes.ts';
import type { CliSeams, ProbeReport } from '../seams.ts';
import { tableLines } from '../table.ts';

/** Adds `doctor`, and `probe` and `exchanges` when the seams have their functions. */
export function addHealthCommands(program: Command, context: CommandContext): void {
  const { probe, exchanges } = context.seams;
  addDoctor(program, context);
  if (probe !== undefined) addProbe(program, context, probe);
  if (exchanges !== undefined) addExchanges(program, context, exchanges);
}

function addDoctor(program: Command, context: CommandContext): void {
  program
    .command('doctor')
    .description('look at everything that withdrawals need from Temporal, and say what to do about what is missing')
    .action(
      withClient(context, async (client) => {
        const report = await client.doctor();
        const exitCode = report.ok ? exitCodes.ok : exitCodes.refused;
        return { json: report, lines: checkLines(report.lines), exitCode };
      }),
    );
}

function addProbe(program: Command, context: CommandContext, probe: NonNullable<CliSeams['probe']>): void {
  program
    .command('probe')
    .description(
      "read from an account's exchange, changing nothing: " +
        'auth, clock, permissions, history, how a look-up of an unknown id answers',
    )
    .argument('<account>')
    .action(
      withOutcome(context, async (_options, [account = '']) => {
        checkAccount(account, 'reads');
        const report = await probe(account);
        return { json: report, lines: checkLines(report.lines), exitCode: probeExitCode(report) };
      }),
    );
}

function addExchanges(program: Command, context: CommandContext, exchanges: NonNullable<CliSeams['exchanges']>): void {
  const head = ['exchange', 'repeat of a submit', 'a lost one is found by', 'cancel', 'fee', 'accounts'];
  program
    .command('exchanges')
    .description('the exchanges that are built in, what each can do, and the accounts configured for it')
    .action(
      withOutcome(context, async () => {
        const listing = await exchanges();
        const rows = listing.map(({ adapter, capabilities, accounts }) => {
          const { repeatSubmit, findBy, cancel, feeMode } = capabilities;
          return [adapter, repeatSubmit, findBy, cancel, feeMode, accounts.join(', ') || null];
        });
        return { json: listing, lines: tableLines(head, rows) };
      }),
    );
}

function probeExitCode({ reachable, ok }: ProbeReport): ExitCode {
  if (!reachable) return exitCodes.unreachable;
  return ok ? exitCodes.ok : exitCodes.refused;
}

function checkLines(lines: readonly DoctorLine[]): string[] {
  return lines.flatMap(({ check, ok, found, advice }) => [
    `${ok ? 'ok     ' : 'PROBLEM'} ${check}: ${found}`,
    ...(advice === null ? [] : [`        → ${advice}`]),
  ]);
}
