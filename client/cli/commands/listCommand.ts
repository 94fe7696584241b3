import { Option, type Command } from 'commander';

import { attentionReasons, type AttentionReason } from '../../../domain/attention.ts';
import { phases, type Phase } from '../../../domain/phase.ts';
import { withdrawalStatuses, type WithdrawalStatus } from '../../../domain/status.ts';
import type { ListedWithdrawal } from '../../listWithdrawals.ts';
import type { ListFilter } from '../../temporal/listQuery.ts';
import { withClient, type CommandContext } from '../commandContext.ts';
import { exitCodes } from '../exitCodes.ts';
import { wholeNumber } from '../numbers.ts';
import { tableLines } from '../table.ts';

type ListOptions = {
  account?: string;
  asset?: string;
  network?: string;
  phase?: Phase;
  status?: WithdrawalStatus;
  attention?: true | AttentionReason;
  open?: true;
  closed?: true;
  limit?: number;
};

const defaultLimit = 100;

export function addListCommand(program: Command, context: CommandContext): void {
  program
    .command('list')
    .description("withdrawals, from Temporal's records (these may lag a second or two)")
    .option('--account <account>')
    .option('--asset <symbol>')
    .option('--network <network>')
    .addOption(new Option('--phase <phase>').choices(phases))
    .addOption(new Option('--status <status>').choices(withdrawalStatuses))
    .addOption(
      new Option(
        '--attention [reason]',
        'only what needs a person, accounts and late watches included; exit code 3 when there is any',
      ).choices(attentionReasons),
    )
    .addOption(new Option('--open', 'only those under way').conflicts('closed'))
    .option('--closed', 'only those that have ended')
    .option('--limit <n>', `at most this many (default ${defaultLimit}; with --attention all)`, wholeNumber)
    .action(
      withClient<ListOptions>(context, async (client, options) => {
        const rows = await client.list(toFilter(options)).toArray();
        const found = options.attention !== undefined && rows.length > 0;
        return { json: rows, lines: listLines(rows, options), ...(found ? { exitCode: exitCodes.attention } : {}) };
      }),
    );
}

function toFilter(options: ListOptions): ListFilter {
  const { account, asset, network, phase, status } = options;
  const attention = options.attention === true ? 'any' : options.attention;
  const limit = options.limit ?? (attention === undefined ? defaultLimit : undefined);
  return { account, asset, network, phase, status, attention, open: openOf(options), limit };
}

/** Undefined: both the open and the closed ones. */
function openOf({ open, closed }: ListOptions): boolean | undefined {
  if (open === true) return true;
  return closed === true ? false : undefined;
}

function listLines(rows: readonly ListedWithdrawal[], options: ListOptions): string[] {
  if (rows.length === 0)
    return [options.attention === undefined ? 'No withdrawal matches.' : 'Nothing needs a person.'];
  const cells = rows.map((row) => [
    nameOf(row),
    row.request === null ? null : `${row.request.amount} ${row.request.asset}`,
    row.network,
    row.account,
    row.phase,
    row.status,
    row.attention,
    row.run.status === 'RUNNING' ? 'open' : row.run.status.toLowerCase(),
    row.run.startedAt,
  ]);
  const table = tableLines(
    ['withdrawal', 'amount', 'network', 'account', 'phase', 'status', 'attention', 'run', 'started'],
    cells,
  );
  const limit = options.limit ?? (options.attention === undefined ? defaultLimit : Number.POSITIVE_INFINITY);
  return rows.length < limit ? table : [...table, `There may be more: --limit shows more than ${limit}.`];
}

const prefixes: Readonly<Record<ListedWithdrawal['kind'], string>> = {
  withdrawal: '',
  account: 'account ',
  lateWatch: 'late watch of ',
};

function nameOf(row: ListedWithdrawal): string {
  return `${prefixes[row.kind]}${row.withdrawalId}`;
}
