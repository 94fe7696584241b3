import { CancellationScope } from '@temporalio/workflow';

import type { PrepareAnswer, PrepareInput } from '../../activities/contract.ts';
import type { Submission } from '../../domain/state.ts';
import type { SubmitIntent } from '../../domain/withdrawal.ts';
import { hasEarlierRun } from '../hasEarlierRun.ts';
import { ignoreCancellation } from '../ignoreCancellation.ts';
import type { WithdrawalRun } from '../withdrawalRun.ts';
import { prepareInWorkflowTask } from './prepareInWorkflowTask.ts';
import { settleUnsent } from './settleUnsent.ts';
import { noRevokeWatch, watchForRevoke } from './watchForRevoke.ts';

/** VALIDATING → SUBMITTING with everything that will be sent fixed, or SETTLED with nothing sent. */
export async function validatePhase(run: WithdrawalRun): Promise<void> {
  const { request, accountIdentity } = run.state;
  const submission = run.state.submissions.length + 1;
  // An earlier run may have sent it. A deadline or a suspended asset must then not stop the look-up.
  const recovery = submission === 1 && (run.state.recovery || hasEarlierRun());
  const input: PrepareInput = { request, submission, accountIdentity, recovery };
  const mayRevoke = submission === 1 && !run.state.recovery;
  const prepared = await prepareInWorkflowTask(input);
  let answer: PrepareAnswer | 'revoked';
  if (prepared === null) answer = await prepareOrRevoke(run, input, mayRevoke);
  else if (mayRevoke && run.cancelPending) answer = await revokeIfNotGranted(run, submission, prepared);
  else answer = prepared;
  if (answer === 'revoked') settleUnsent(run, 'cancel');
  else applyAnswer(run, answer);
}

/** The exchange may be down for long. A cancel does not wait for it: the account alone knows whether it granted. */
async function prepareOrRevoke(
  run: WithdrawalRun,
  input: PrepareInput,
  mayRevoke: boolean,
): Promise<PrepareAnswer | 'revoked'> {
  const scope = new CancellationScope();
  const preparing = scope.run(() => run.money().prepareWithdrawal(input));
  const revoke = mayRevoke ? watchForRevoke(run, input.submission) : noRevokeWatch;
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

/** For a cancel that came during the check: `revoked` unless the account remembers a grant of an earlier run. */
async function revokeIfNotGranted(
  run: WithdrawalRun,
  submission: number,
  prepared: PrepareAnswer,
): Promise<PrepareAnswer | 'revoked'> {
  const answer = await watchForRevoke(run, submission).answer;
  return answer === 'revoked' ? answer : prepared;
}

function applyAnswer(run: WithdrawalRun, answer: PrepareAnswer): void {
  switch (answer.kind) {
    case 'ready':
      run.policy = answer.policy;
      run.capabilities = answer.capabilities;
      startSubmitting(run, answer.intent);
      return;
    case 'refused':
      // An earlier submission may have been sent. A refusal of this one decides nothing about it.
      if (run.state.submissions.length > 0 || run.state.recovery) run.sendToReview(`not submitted: ${answer.message}`);
      else run.settle({ by: 'validation', reason: answer.reason, message: answer.message }, 'no');
      return;
  }
}

function startSubmitting(run: WithdrawalRun, intent: SubmitIntent): void {
  const { submission, accountIdentity } = intent;
  const opened: Submission = { number: submission, intent, outcome: 'open', reason: null, message: null };
  run.change(
    {
      phase: 'SUBMITTING',
      accountIdentity,
      submissions: [...run.state.submissions, opened],
      moneyLeft: 'unknown',
      waitingFor: "the account's grant and the exchange's answer",
    },
    { kind: 'phase', text: submission === 1 ? 'SUBMITTING' : `SUBMITTING (submission ${submission})` },
  );
}
