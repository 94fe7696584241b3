import { attentionAdvice } from '../domain/attention.ts';
import type { CancelState, Submission, WithdrawalState } from '../domain/state.ts';
import {
  attentionActions,
  cancelTexts,
  openPayAgain,
  phaseActions,
  phaseHeadlines,
  settledPayAgain,
  submissionTexts,
} from './explainTables.ts';
import { isInterrupted } from './temporal/runStatus.ts';
import type { WithdrawalView } from './withdrawalView.ts';

/** A withdrawal in plain words. */
export type Explanation = {
  readonly headline: string;
  /** In the order in which it happened. */
  readonly happened: readonly string[];
  readonly waitingFor: string;
  /** Why a person should look, or null. */
  readonly attention: string | null;
  readonly whatYouCanDo: readonly string[];
  /** Whether the backend may pay again: starts with Yes only when it surely may. */
  readonly payAgain: string;
};

/** Tells what happened, what is waited for, what a person can do and whether the backend may pay again. Pure. */
export function explain(view: WithdrawalView): Explanation {
  if (view.state === null) return explainPartial(view);
  const explanation = explainState(view.state);
  if (!isInterrupted(view.run.status)) return explanation;
  return { ...explanation, ...interrupted(view.run.status) };
}

/** The same for a state alone. */
export function explainState(state: WithdrawalState): Explanation {
  const { request, attention } = state;
  const settled = state.phase === 'SETTLED';
  const fill = (text: string): string =>
    text.replaceAll('<id>', request.withdrawalId).replaceAll('<account>', request.account);
  // Commands that fit the reason come first; those of the phase still hold, unless it only says "nothing".
  const actions = [...(attention === null ? [] : attentionActions[attention]), ...phaseActions[state.phase]];
  const useful = actions.filter((action) => action !== 'Nothing.');
  return {
    headline: headlineOf(state),
    happened: happenedOf(state),
    waitingFor: settled ? 'Nothing.' : sentence(state.waitingFor),
    attention: attention === null ? null : fill(attentionAdvice[attention]),
    whatYouCanDo: (useful.length === 0 ? ['Nothing.'] : useful).map(fill),
    payAgain:
      attention === 'lateContradiction'
        ? 'No: a record contradicts the result. Clear that up first.'
        : (settled ? settledPayAgain : openPayAgain)[state.moneyLeft],
  };
}

/** As lines for a terminal. */
export function explanationLines(explanation: Explanation): string[] {
  return [
    explanation.headline,
    '',
    'What happened',
    ...explanation.happened.map((line) => `  - ${line}`),
    'What is being waited for',
    `  ${explanation.waitingFor}`,
    ...(explanation.attention === null ? [] : ['Why a person should look', `  ${explanation.attention}`]),
    'What you can do',
    ...explanation.whatYouCanDo.map((line) => `  - ${line}`),
    'May the backend pay again?',
    `  ${explanation.payAgain}`,
  ];
}

function headlineOf(state: WithdrawalState): string {
  if (state.settlement === null) return phaseHeadlines[state.phase];
  const because = state.settlement.message === null ? '' : `: ${state.settlement.message}`;
  const endings: Readonly<Record<string, string>> = {
    L1_COMPLETED: 'It was delivered',
    FAILED: 'It failed',
    CANCELLED: 'It was cancelled',
  };
  return `${endings[state.status ?? ''] ?? 'It has ended'}${because}.`.replace(/\.\.$/, '.');
}

function happenedOf(state: WithdrawalState): string[] {
  const { request, settlement } = state;
  return [
    `${request.requestedAt} asked for: ${request.amount} ${request.asset} over ${request.network} from ${request.account} to ${request.address}${request.memo === null ? '' : `, memo ${request.memo}`}`,
    ...(state.recovery
      ? ['an earlier run of it ended abnormally; this one looks up what happened and sends nothing by itself']
      : []),
    ...state.submissions.map(submissionLine),
    ...(state.exchangeWithdrawalId === null
      ? []
      : [
          `the exchange calls it ${state.exchangeWithdrawalId} and says ${state.exchangeStatus ?? 'nothing yet'}${state.status === null ? '' : ` (${state.status})`}`,
        ]),
    ...(state.txid === null ? [] : [`transaction ${state.txid}`]),
    ...(state.cancel === null ? [] : [cancelLine(state.cancel)]),
    ...(settlement === null
      ? []
      : [`${settlement.at} settled${settlement.message === null ? '' : `: ${settlement.message}`}`]),
  ];
}

function submissionLine(submission: Submission): string {
  const nth = submission.number === 1 ? 'submission' : `submission ${submission.number}`;
  return `${nth}: ${submissionTexts[submission.outcome]}${submission.message === null ? '' : ` (${submission.message})`}`;
}

const cancelCauses: Readonly<Record<CancelState['cause'], (cancel: CancelState) => string>> = {
  signal: (cancel) => `asked for by ${cancel.actor} (${cancel.reason})`,
  deadline: () => 'asked for because its deadline passed',
  temporal: () => 'asked for in Temporal',
};

function cancelLine(cancel: CancelState): string {
  return `${cancel.requestedAt} cancel ${cancelCauses[cancel.cause](cancel)}: ${cancelTexts[cancel.outcome]}${cancel.lastAnswer === null ? '' : `; the exchange answered "${cancel.lastAnswer}"`}`;
}

/** Only Temporal's records are there: says less, and never that the backend may pay again. */
function explainPartial(view: WithdrawalView): Explanation {
  const known =
    view.phase === null
      ? 'Its state cannot be read now.'
      : `${phaseHeadlines[view.phase]} (As Temporal's records say; its state cannot be read now.)`;
  const partial: Explanation = {
    headline: known,
    happened:
      view.request === null
        ? ['the request cannot be read']
        : [
            `${view.request.requestedAt} asked for: ${view.request.amount} ${view.request.asset} over ${view.request.network} from ${view.request.account} to ${view.request.address}`,
          ],
    waitingFor:
      view.missingBecause === null ? 'A worker that answers.' : `A worker that answers: ${view.missingBecause}.`,
    attention: view.attention === null ? null : attentionAdvice[view.attention],
    whatYouCanDo: ['See that a worker runs: withdrawals doctor. What waits goes on by itself then.'],
    payAgain: openPayAgain.unknown,
  };
  return isInterrupted(view.run.status) ? { ...partial, ...interrupted(view.run.status) } : partial;
}

function interrupted(status: string): Pick<Explanation, 'headline' | 'waitingFor' | 'whatYouCanDo' | 'payAgain'> {
  return {
    headline: `Its run ended abnormally (${status}): nobody follows it any more.`,
    waitingFor: 'Somebody to start it again.',
    whatYouCanDo: [
      'Start it again with the same request, requestedAt included: that run looks up what happened and sends nothing by itself.',
    ],
    payAgain: 'No: nobody knows whether the money left (moneyLeft: unknown). Start it again to find out.',
  };
}

function sentence(text: string): string {
  return text === ''
    ? 'Nothing in particular.'
    : `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;
}
