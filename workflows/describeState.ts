import { attentionAdvice } from '../domain/attention.ts';
import type { WithdrawalState } from '../domain/state.ts';

const moneyWords = {
  no: 'no: the money is still in the account',
  yes: 'yes: the money has left',
  unknown: 'unknown: do not pay again',
} as const;

/**
 * What Temporal's detail page says of a withdrawal, in Markdown: enough to understand it without opening the
 * history.
 */
export function describeState(state: WithdrawalState): string {
  const { request } = state;
  const lines = [
    `### ${state.phase}${state.status === null ? '' : ` · ${state.status}`}`,
    `**${request.amount} ${request.asset}** over ${request.network} from \`${request.account}\` to \`${request.address}\`${request.memo === null ? '' : ` (memo \`${request.memo}\`)`}`,
    `- money left: **${moneyWords[state.moneyLeft]}**`,
    `- waiting for: ${state.waitingFor}`,
    ...(state.attention === null ? [] : [`- **attention: ${state.attention}.** ${attentionAdvice[state.attention]}`]),
    ...(state.exchangeWithdrawalId === null
      ? []
      : [`- exchange's id: \`${state.exchangeWithdrawalId}\`, says \`${state.exchangeStatus ?? 'nothing yet'}\``]),
    ...(state.txid === null ? [] : [`- txid: \`${state.txid}\``]),
    ...(state.cancel === null
      ? []
      : [
          `- cancel asked by ${state.cancel.actor}: **${state.cancel.outcome}**${state.cancel.lastAnswer === null ? '' : ` (${state.cancel.lastAnswer})`}`,
        ]),
    '',
    ...state.timeline.slice(-12).map((entry) => `- ${entry.at} ${entry.text}`),
  ];
  return lines.join('\n');
}
