import { attentionAdvice } from '../domain/attention.ts';
import type { CancelState, WithdrawalState } from '../domain/state.ts';

const moneyWords = {
  no: 'no: the money is still in the account',
  yes: 'yes: the money has left',
  unknown: 'unknown: do not pay again',
} as const;

/** The withdrawal in Markdown, for Temporal's detail page: enough to understand it without opening the history. */
export function describeState(state: WithdrawalState): string {
  const { request, attention, exchangeWithdrawalId, txid, cancel } = state;
  const { amount, asset, network, account, address, memo } = request;
  const route = `over ${network} from \`${account}\` to \`${address}\`${memo === null ? '' : ` (memo \`${memo}\`)`}`;
  const says = `says \`${state.exchangeStatus ?? 'nothing yet'}\``;
  const lines = [
    `### ${state.phase}${state.status === null ? '' : ` · ${state.status}`}`,
    '',
    `**${amount} ${asset}** ${route}`,
    // Markdown takes a list that follows a paragraph without a blank line for a part of it.
    '',
    `- money left: **${moneyWords[state.moneyLeft]}**`,
    `- waiting for: ${state.waitingFor}`,
    attention === null ? null : `- **attention: ${attention}.** ${attentionAdvice[attention]}`,
    exchangeWithdrawalId === null ? null : `- exchange's id: \`${exchangeWithdrawalId}\`, ${says}`,
    txid === null ? null : `- txid: \`${txid}\``,
    cancel === null ? null : describeCancel(cancel),
    '',
    ...state.timeline.slice(-12).map((entry) => `- ${entry.at} ${entry.text}`),
  ];
  return lines.filter((line) => line !== null).join('\n');
}

function describeCancel({ actor, outcome, lastAnswer }: CancelState): string {
  return `- cancel asked by ${actor}: **${outcome}**${lastAnswer === null ? '' : ` (${lastAnswer})`}`;
}
