import { attentionAdvice } from '../domain/attention.ts';
import { openPayAgain, phaseHeadlines } from './explainTables.ts';
import type { Explanation } from './explanation.ts';
import { sentence } from './sentence.ts';
import { startAgainCommand } from './startAgainCommand.ts';
import { isInterrupted } from './temporal/runStatus.ts';
import { requestLine } from './whatHappened.ts';
import type { WithdrawalView } from './withdrawalView.ts';

/** Explains from Temporal's own records, when the state cannot be read. Never says that the backend may pay again. */
export function explainPartial(view: WithdrawalView): Explanation {
  const { phase, request, missingBecause, attention, run } = view;
  const headline =
    phase === null
      ? 'Its state cannot be read now.'
      : `${phaseHeadlines[phase]} (As Temporal's records say; its state cannot be read now.)`;
  const partial: Explanation = {
    headline,
    happened: [request === null ? 'the request cannot be read' : requestLine(request)],
    waitingFor: missingBecause === null ? 'A worker that answers.' : sentence(missingBecause),
    attention: attention === null ? null : attentionAdvice[attention],
    whatYouCanDo: ['See that a worker runs: withdrawals doctor. What waits goes on by itself then.'],
    payAgain: openPayAgain.unknown,
  };
  return isInterrupted(run.status) ? { ...partial, ...interruptedParts(view) } : partial;
}

type InterruptedParts = Pick<Explanation, 'headline' | 'waitingFor' | 'whatYouCanDo' | 'payAgain'>;

/** What is different in the explanation of a run that ended without a result. */
export function interruptedParts({
  withdrawalId,
  run,
}: Pick<WithdrawalView, 'withdrawalId' | 'run'>): InterruptedParts {
  return {
    headline: `Its run ended abnormally (${run.status}): nobody follows it any more.`,
    waitingFor: 'Somebody to start it again.',
    whatYouCanDo: [
      'Start it again with the same request, requestedAt included: ' +
        'that run looks up what happened and sends nothing by itself.',
      `With jq: ${startAgainCommand(withdrawalId)}`,
    ],
    payAgain: 'No: nobody knows whether the money left (moneyLeft: unknown). Start it again to find out.',
  };
}
