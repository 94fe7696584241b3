import type { Command } from 'commander';

import { explain, explanationLines } from '../../explain.ts';
import type { WithdrawalView } from '../../withdrawalView.ts';
import { withClient, type CommandContext } from '../commandContext.ts';
import { waitedFor } from '../waitedFor.ts';

export function addShowCommands(program: Command, context: CommandContext): void {
  program
    .command('show')
    .description('the state of a withdrawal and its timeline')
    .argument('<withdrawalId>')
    .action(
      withClient(context, async (client, _options, [withdrawalId = '']) => {
        const view = await client.get(withdrawalId);
        return { json: view, lines: showLines(view) };
      }),
    );
  program
    .command('explain')
    .description(
      'in plain words: what happened, what is waited for, what you can do, whether the backend may pay again',
    )
    .argument('<withdrawalId>')
    .action(
      withClient(context, async (client, _options, [withdrawalId = '']) => {
        const explanation = explain(await client.get(withdrawalId));
        return { json: { withdrawalId, ...explanation }, lines: explanationLines(explanation) };
      }),
    );
}

/** The view as lines, one for each fact. */
export function showLines(view: WithdrawalView): string[] {
  const { request, state, run } = view;
  const closed = run.closedAt === null ? '' : `, closed ${run.closedAt}`;
  const exchangeStatus = state?.exchangeStatus ?? null;
  const verbatim = exchangeStatus === null ? '' : ` (the exchange says ${exchangeStatus})`;
  const facts: readonly (readonly [string, string | null | undefined])[] = [
    ['withdrawal', view.withdrawalId],
    ['amount', request === null ? null : `${request.amount} ${request.asset} over ${request.network}`],
    ['from', view.account],
    ['to', request?.address],
    ['memo', request?.memo],
    ['phase', view.phase],
    ['status', view.status === null ? null : `${view.status}${verbatim}`],
    ['money left', view.moneyLeft],
    ['attention', view.attention],
    ['waiting for', state === null ? null : waitedFor(state.waitingFor)],
    ['exchange id', view.exchangeWithdrawalId],
    ['txid', view.txid],
    ['cancel', state?.cancel?.outcome],
    ['run', `${run.status}, started ${run.startedAt}${closed}`],
    ['note', view.missingBecause],
  ];
  const lines = facts.flatMap(([label, value]) =>
    value === null || value === undefined ? [] : [`${label.padEnd(12)} ${value}`],
  );
  if (state === null) return lines;
  const dropped = state.timelineDropped === 0 ? [] : [`  (${state.timelineDropped} earlier entries are not kept)`];
  return [...lines, '', 'timeline', ...dropped, ...state.timeline.map((entry) => `  ${entry.at} ${entry.text}`)];
}
