import { Argument, type Command } from 'commander';

import type { Resolution, ResolutionKind } from '../../../domain/state.ts';
import { InvalidArgumentError } from '../../errors.ts';
import { explainState, explanationLines } from '../../explain.ts';
import { withClient, type CommandContext } from '../commandContext.ts';
import { NeededOption } from '../neededOption.ts';
import { actorOf, actorOption, type ActorOption } from './actorOption.ts';

type ResolveOptions = ActorOption & { evidence: string };

const kinds: Readonly<Record<string, ResolutionKind>> = {
  adopt: 'adopt',
  'confirm-not-sent': 'confirmNotSent',
  resubmit: 'resubmit',
  abandon: 'abandon',
  'confirm-claimed': 'confirmClaimed',
  acknowledge: 'acknowledge',
};

/** The field that takes the value after a decision, or null for a decision without one. */
const valueFields: Readonly<Record<ResolutionKind, 'exchangeWithdrawalId' | 'txid' | null>> = {
  adopt: 'exchangeWithdrawalId',
  confirmNotSent: null,
  resubmit: null,
  abandon: null,
  confirmClaimed: 'txid',
  acknowledge: null,
};

export function addResolveCommand(program: Command, context: CommandContext): void {
  program
    .command('resolve')
    .description('decide a withdrawal in review, confirm a claim on L1, or acknowledge a late contradiction')
    .argument('<withdrawalId>')
    .addArgument(new Argument('<decision>').choices(Object.keys(kinds)))
    .argument('[value]', "adopt: the exchange's id of the record; confirm-claimed: the txid")
    .addOption(new NeededOption('--evidence <text>', 'what was looked at and what it showed; kept for ever'))
    .addOption(actorOption('decides'))
    .action(
      withClient<ResolveOptions>(context, async (client, options, [withdrawalId = '', decision = '', value]) => {
        const resolution = toResolution(decision, value, actorOf(options, context), options.evidence);
        const resolved = await client.resolve(withdrawalId, resolution);
        if (resolved.kind === 'lateWatch') return { json: resolved.watch, lines: ['Acknowledged.'] };
        return { json: resolved.state, lines: ['Taken.', '', ...explanationLines(explainState(resolved.state))] };
      }),
    );
}

function toResolution(decision: string, value: string | undefined, actor: string, evidence: string): Resolution {
  const kind = kinds[decision];
  if (kind === undefined)
    throw new InvalidArgumentError('decision', `one of ${Object.keys(kinds).join(', ')}`, decision);
  const field = valueFields[kind];
  if (field !== null) return { kind, actor, evidence, [field]: value ?? '' };
  if (value !== undefined) throw new InvalidArgumentError('value', `none after ${decision}`, value);
  return { kind, actor, evidence };
}
