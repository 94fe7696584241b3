import { Argument, type Command } from 'commander';

import type { Resolution, ResolutionKind } from '../../../domain/state.ts';
import { InvalidArgumentError } from '../../errors.ts';
import { explainState, explanationLines } from '../../explain.ts';
import { withClient, type CommandContext } from '../commandContext.ts';
import { seconds } from '../numbers.ts';

const kinds: Readonly<Record<string, ResolutionKind>> = {
  adopt: 'adopt',
  'confirm-not-sent': 'confirmNotSent',
  resubmit: 'resubmit',
  abandon: 'abandon',
  'confirm-claimed': 'confirmClaimed',
  acknowledge: 'acknowledge',
};

/** Which decisions take a value after them, and under which name. */
const values: Readonly<Record<ResolutionKind, 'exchangeWithdrawalId' | 'txid' | null>> = {
  adopt: 'exchangeWithdrawalId',
  confirmNotSent: null,
  resubmit: null,
  abandon: null,
  confirmClaimed: 'txid',
  acknowledge: null,
};

export function addDecisionCommands(program: Command, context: CommandContext): void {
  program
    .command('cancel')
    .description('ask for a cancel and wait a while for what comes of it')
    .argument('<withdrawalId>')
    .requiredOption('--reason <text>', 'why; kept for ever')
    .option('--actor <name>', 'who asks (default: the user of this machine)')
    .option('--wait <seconds>', 'how long to wait for an outcome', seconds, 10)
    .action(
      withClient<{ reason: string; actor?: string; wait: number }>(
        context,
        async (client, options, [withdrawalId = '']) => {
          const cancelled = await client.cancel(withdrawalId, {
            actor: options.actor ?? context.io.user(),
            reason: options.reason,
            waitSeconds: options.wait,
          });
          return {
            json: cancelled,
            lines: [
              `${cancelled.outcome}: ${cancelled.message}`,
              `  status: ${cancelled.status ?? '-'}`,
              `  money left: ${cancelled.moneyLeft}`,
            ],
          };
        },
      ),
    );
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
  program
    .command('resolve')
    .description('decide a withdrawal in review, confirm a claim on L1, or acknowledge a late contradiction')
    .argument('<withdrawalId>')
    .addArgument(new Argument('<decision>').choices(Object.keys(kinds)))
    .argument('[value]', "adopt: the exchange's id of the record; confirm-claimed: the txid")
    .requiredOption('--evidence <text>', 'what was looked at and what it showed; kept for ever')
    .option('--actor <name>', 'who decides (default: the user of this machine)')
    .action(
      withClient<{ evidence: string; actor?: string }>(
        context,
        async (client, options, [withdrawalId = '', decision = '', value]) => {
          const resolved = await client.resolve(
            withdrawalId,
            toResolution(decision, value, options.actor ?? context.io.user(), options.evidence),
          );
          if (resolved.kind === 'lateWatch') return { json: resolved.watch, lines: ['Acknowledged.'] };
          return { json: resolved.state, lines: ['Taken.', '', ...explanationLines(explainState(resolved.state))] };
        },
      ),
    );
  program
    .command('takeover')
    .description(
      'free the lanes of a withdrawal whose run was terminated; its claim stays, so it can never be sent again by itself',
    )
    .argument('<withdrawalId>')
    .requiredOption('--evidence <text>', 'what was looked at and what it showed; kept for ever')
    .option('--actor <name>', 'who decides (default: the user of this machine)')
    .option('--account <account>', 'where Temporal no longer knows the withdrawal')
    .action(
      withClient<{ evidence: string; actor?: string; account?: string }>(
        context,
        async (client, options, [withdrawalId = '']) => {
          const account = options.account ?? (await client.get(withdrawalId)).account;
          if (account === null)
            throw new InvalidArgumentError(
              'account',
              'the account of the withdrawal by --account: its own records do not tell',
              withdrawalId,
            );
          const view = await client.account.takeover(account, {
            withdrawalId,
            actor: options.actor ?? context.io.user(),
            evidence: options.evidence,
          });
          return {
            json: view,
            lines: [
              `${withdrawalId} no longer holds a lane of ${account}.`,
              ...view.lanes.map((lane) => `  lane ${lane.key} held by ${lane.holder} since ${lane.since}`),
            ],
          };
        },
      ),
    );
}

function toResolution(decision: string, value: string | undefined, actor: string, evidence: string): Resolution {
  const kind = kinds[decision];
  if (kind === undefined)
    throw new InvalidArgumentError('decision', `one of ${Object.keys(kinds).join(', ')}`, decision);
  const name = values[kind];
  if (name === null) {
    if (value !== undefined) throw new InvalidArgumentError('value', `none after ${decision}`, value);
    return { kind, actor, evidence };
  }
  return { kind, actor, evidence, [name]: value ?? '' };
}
