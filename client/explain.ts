import { attentionAdvice } from '../domain/attention.ts';
import type { WithdrawalState } from '../domain/state.ts';
import { explainPartial, interruptedParts } from './explainPartial.ts';
import {
  attentionActions,
  openPayAgain,
  pausedActions,
  phaseActions,
  phaseHeadlines,
  settledPayAgain,
} from './explainTables.ts';
import type { Explanation } from './explanation.ts';
import { sentence } from './sentence.ts';
import { isInterrupted } from './temporal/runStatus.ts';
import { whatHappened } from './whatHappened.ts';
import type { WithdrawalView } from './withdrawalView.ts';

const endings: Readonly<Record<string, string>> = {
  L1_COMPLETED: 'It was delivered',
  FAILED: 'It failed',
  CANCELLED: 'It was cancelled',
};

/** Says what happened, what it waits for, what a person can do, and whether the backend may pay again. */
export function explain(view: WithdrawalView): Explanation {
  if (view.state === null) return explainPartial(view);
  const explanation = explainState(view.state);
  if (!isInterrupted(view.run.status)) return explanation;
  return { ...explanation, ...interruptedParts(view) };
}

/** The same for a state alone. */
export function explainState(state: WithdrawalState): Explanation {
  const { request, attention } = state;
  const settled = state.phase === 'SETTLED';
  const fill = (text: string): string =>
    text.replaceAll('<id>', request.withdrawalId).replaceAll('<account>', request.account);
  return {
    headline: headlineOf(state),
    happened: whatHappened(state),
    waitingFor: settled ? 'Nothing.' : sentence(state.waitingFor === '' ? 'nothing in particular' : state.waitingFor),
    attention: attention === null ? null : fill(attentionAdvice[attention]),
    whatYouCanDo: actionsOf(state).map(fill),
    payAgain: payAgainOf(state),
  };
}

/** The explanation as lines for a terminal. */
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
  return `${endings[state.status ?? ''] ?? 'It has ended'}${because}.`.replace(/\.\.$/, '.');
}

/** Commands for the cause of the wait come first. Those of the phase follow, because they can still be used. */
function actionsOf(state: WithdrawalState): readonly string[] {
  const { attention, phase } = state;
  const actions = [
    ...(attention === null ? [] : attentionActions[attention]),
    ...(waitsForResume(state) ? pausedActions : []),
    ...phaseActions[phase],
  ];
  const useful = actions.filter((action) => action !== 'Nothing.');
  return useful.length === 0 ? ['Nothing.'] : useful;
}

/** The state tells the cause of a wait in words only. */
function waitsForResume({ phase, waitingFor }: WithdrawalState): boolean {
  return phase === 'SUBMITTING' && waitingFor.endsWith('it is paused');
}

function payAgainOf({ attention, phase, moneyLeft }: WithdrawalState): string {
  if (attention === 'lateContradiction') return 'No: a record contradicts the result. Clear that up first.';
  return phase === 'SETTLED' ? settledPayAgain[moneyLeft] : openPayAgain[moneyLeft];
}
