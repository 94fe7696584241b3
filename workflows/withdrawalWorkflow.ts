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
import { readInput } from './readInput.ts';
import { withdrawalResult } from './withdrawalResult.ts';
import { WithdrawalRun } from './withdrawalRun.ts';

/** The lifecycle. CANCELLING is FOLLOWING with a cancel asked for. */
const phases: Readonly<Record<Exclude<Phase, 'SETTLED'>, (run: WithdrawalRun) => Promise<void>>> = {
  VALIDATING: validatePhase,
  SUBMITTING: submitPhase,
  FOLLOWING: followPhase,
  CANCELLING: followPhase,
  NEEDS_REVIEW: reviewPhase,
};

const longPhases: ReadonlySet<Phase> = new Set<Phase>(['FOLLOWING', 'CANCELLING', 'NEEDS_REVIEW']);

/**
 * Owns one withdrawal until the exchange's own record is final. Sends it at most once, follows it, and cancels it on
 * request or at its deadline. Asks a person when nobody can know what happened. Completes with every business outcome.
 */
export async function withdrawalWorkflow(sent: WithdrawalInput): Promise<WithdrawalResult> {
  const input = readInput(sent);
  const run = new WithdrawalRun(input);
  handleMessages(run);
  // A cancellation by Temporal (UI, handle.cancel) only asks for a cancel, as our signal does.
  return await CancellationScope.nonCancellable(async () => {
    while (run.state.phase !== 'SETTLED') {
      await phases[run.state.phase](run);
      if (workflowInfo().continueAsNewSuggested && canContinueAsNew(run)) {
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
    return withdrawalResult(run.state);
  });
}

/** True between two waits of the long phases, where a new run would schedule again whatever was under way. */
function canContinueAsNew(run: WithdrawalRun): boolean {
  return !run.resolving && longPhases.has(run.state.phase);
}
