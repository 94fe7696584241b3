import { CancellationScope } from '@temporalio/workflow';

import type { PrepareAnswer, PrepareInput } from '../../activities/contract.ts';
import { ignoreCancellation } from '../ignoreCancellation.ts';
import { isChained } from '../isChained.ts';
import type { WithdrawalRun } from '../withdrawalRun.ts';
import { prepare } from './prepare.ts';
import { never, settleUnsent, watchForRevoke } from './revokeForCancel.ts';

/** VALIDATING → SUBMITTING with everything that will be sent frozen, or SETTLED with nothing sent. */
export async function validatePhase(run: WithdrawalRun): Promise<void> {
  const { request } = run.state;
  const number = run.state.submissions.length + 1;
  // A reset run, like a recovery run, may follow one that sent: a deadline or a suspended asset says nothing
  // about that.
  const recovery = number === 1 && (run.state.recovery || isChained());
  const input: PrepareInput = { request, submission: number, accountIdentity: run.state.accountIdentity, recovery };
  const mayRevoke = number === 1 && !run.state.recovery;
  const atOnce = await prepare(input);
  const answer =
    atOnce === null
      ? await prepareOrRevoke(run, input, mayRevoke)
      : mayRevoke && run.cancelPending
        ? await revokeOr(run, number, atOnce)
        : atOnce;
  if (answer === 'revoked') settleUnsent(run, 'cancel');
  else takeAnswer(run, answer);
}

/** The exchange may be away for long; a cancel needs only the account's word that nothing was ever granted. */
async function prepareOrRevoke(
  run: WithdrawalRun,
  input: PrepareInput,
  mayRevoke: boolean,
): Promise<PrepareAnswer | 'revoked'> {
  const scope = new CancellationScope();
  const preparing = scope.run(() => run.money().prepareWithdrawal(input));
  const revoke = mayRevoke
    ? watchForRevoke(run, input.submission, isChained())
    : { answer: never, disarm: () => undefined };
  const answer = await Promise.race([preparing, revoke.answer]);
  if (answer === 'revoked') {
    scope.cancel();
    await preparing.catch(ignoreCancellation);
    return answer;
  }
  const prepared = answer === 'tooLate' ? await preparing : answer;
  revoke.disarm();
  return prepared;
}

/** Cancelled while it was being checked: nothing was sent yet, and nothing is unless the account remembers a grant. */
async function revokeOr(
  run: WithdrawalRun,
  submission: number,
  prepared: PrepareAnswer,
): Promise<PrepareAnswer | 'revoked'> {
  const answer = await watchForRevoke(run, submission, isChained()).answer;
  return answer === 'revoked' ? answer : prepared;
}

function takeAnswer(run: WithdrawalRun, answer: PrepareAnswer): void {
  switch (answer.kind) {
    case 'ready': {
      run.policy = answer.policy;
      run.capabilities = answer.capabilities;
      const submissions = [
        ...run.state.submissions,
        {
          number: answer.intent.submission,
          intent: answer.intent,
          outcome: 'open',
          reason: null,
          message: null,
        } as const,
      ];
      run.change(
        {
          phase: 'SUBMITTING',
          accountIdentity: answer.intent.accountIdentity,
          submissions,
          moneyLeft: 'unknown',
          waitingFor: "the account's grant and the exchange's answer",
        },
        {
          kind: 'phase',
          text: `SUBMITTING${answer.intent.submission === 1 ? '' : ` (submission ${answer.intent.submission})`}`,
        },
      );
      return;
    }
    case 'refused':
      // With an earlier submission unsettled, a refusal of the next one decides nothing about the first.
      if (run.state.submissions.length > 0 || run.state.recovery) {
        run.change({ phase: 'NEEDS_REVIEW' }, { kind: 'review', text: `not submitted: ${answer.message}` });
        return;
      }
      run.settle({ by: 'validation', reason: answer.reason, message: answer.message }, 'no');
      return;
  }
}
