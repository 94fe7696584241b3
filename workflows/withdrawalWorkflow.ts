import { CancellationScope, allHandlersFinished, condition, continueAsNew, workflowInfo } from '@temporalio/workflow';

import type { Phase } from '../domain/phase.ts';
import type { WithdrawalResult } from '../domain/state.ts';
import { handleMessages } from './handleMessages.ts';
import type { WithdrawalInput } from './messages.ts';
import { closePhase } from './phases/closePhase.ts';
import { followPhase } from './phases/followPhase.ts';
import { reviewPhase } from './phases/reviewPhase.ts';
import { submitPhase } from './phases/submitPhase.ts';
import { validatePhase } from './phases/validatePhase.ts';
import { WithdrawalRun } from './withdrawalRun.ts';

/** The lifecycle. Each step runs until the phase changes; cancelling is following with a cancel asked for. */
const steps: Readonly<Record<Exclude<Phase, 'SETTLED'>, (run: WithdrawalRun) => Promise<void>>> = {
  VALIDATING: validatePhase,
  SUBMITTING: submitPhase,
  FOLLOWING: followPhase,
  CANCELLING: followPhase,
  NEEDS_REVIEW: reviewPhase,
};

/**
 * Owns one withdrawal until the exchange's own record is final: sends it at most once, follows it, cancels when told to
 * or at its deadline, and asks a person where nobody can know. Completes with every business outcome.
 */
export async function withdrawalWorkflow(input: WithdrawalInput): Promise<WithdrawalResult> {
  const run = new WithdrawalRun(input);
  handleMessages(run);
  // A cancellation by Temporal (UI, handle.cancel) asks for a cancel like our signal; it never abandons money
  // in flight.
  return await CancellationScope.nonCancellable(async () => {
    while (run.state.phase !== 'SETTLED') {
      await steps[run.state.phase](run);
      if (workflowInfo().continueAsNewSuggested && isRestful(run)) {
        await condition(allHandlersFinished);
        await continueAsNew<typeof withdrawalWorkflow>({
          ...input,
          recovery: run.state.recovery,
          carried: run.carry(),
        });
      }
    }
    await closePhase(run);
    await condition(allHandlersFinished);
    return run.result();
  });
}

/** Between two waits of the long phases nothing is under way that a new run would not start again. */
function isRestful(run: WithdrawalRun): boolean {
  return (
    !run.resolving &&
    (run.state.phase === 'FOLLOWING' || run.state.phase === 'CANCELLING' || run.state.phase === 'NEEDS_REVIEW')
  );
}
