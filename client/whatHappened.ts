import type { CancelState, Settlement, Submission, WithdrawalState } from '../domain/state.ts';
import type { WithdrawalRequest } from '../domain/withdrawal.ts';
import { cancelTexts, submissionTexts } from './explainTables.ts';

const recoveryText =
  'an earlier run of it ended abnormally; this one looks up what happened and sends nothing by itself';

/** What happened to a withdrawal so far, one line each, in order. */
export function whatHappened(state: WithdrawalState): string[] {
  const { request, recovery, submissions, txid, cancel, settlement } = state;
  const lines = [
    `${requestLine(request)}${request.memo === null ? '' : `, memo ${request.memo}`}`,
    recovery ? recoveryText : null,
    ...submissions.map(submissionLine),
    recordLine(state),
    txid === null ? null : `transaction ${txid}`,
    cancel === null ? null : cancelLine(cancel),
    settlement === null ? null : settlementLine(settlement),
  ];
  return lines.filter((line) => line !== null);
}

/** What was asked for, without the memo. */
export function requestLine({ requestedAt, amount, asset, network, account, address }: WithdrawalRequest): string {
  return `${requestedAt} asked for: ${amount} ${asset} over ${network} from ${account} to ${address}`;
}

function submissionLine({ number, outcome, message }: Submission): string {
  const nth = number === 1 ? 'submission' : `submission ${number}`;
  return `${nth}: ${submissionTexts[outcome]}${message === null ? '' : ` (${message})`}`;
}

function recordLine({ exchangeWithdrawalId, exchangeStatus, status }: WithdrawalState): string | null {
  if (exchangeWithdrawalId === null) return null;
  const said = `${exchangeStatus ?? 'nothing yet'}${status === null ? '' : ` (${status})`}`;
  return `the exchange calls it ${exchangeWithdrawalId} and says ${said}`;
}

const cancelCauses: Readonly<Record<CancelState['cause'], (cancel: CancelState) => string>> = {
  signal: (cancel) => `asked for by ${cancel.actor} (${cancel.reason})`,
  deadline: () => 'asked for because its deadline passed',
  temporal: () => 'asked for in Temporal',
};

function cancelLine(cancel: CancelState): string {
  const { requestedAt, cause, outcome, lastAnswer } = cancel;
  const answered = lastAnswer === null ? '' : `; the exchange answered "${lastAnswer}"`;
  return `${requestedAt} cancel ${cancelCauses[cause](cancel)}: ${cancelTexts[outcome]}${answered}`;
}

function settlementLine({ at, message }: Settlement): string {
  return `${at} settled${message === null ? '' : `: ${message}`}`;
}
