import { nudgeWithdrawalUpdate, withdrawalWorkflowId } from '../workflows/messages.ts';
import { checkWithdrawalId } from './checkArguments.ts';
import type { ClientContext } from './context.ts';
import { describeWithdrawal } from './getWithdrawal.ts';
import { updateWorkflow } from './updateWorkflow.ts';

export type NudgeResult = {
  readonly withdrawalId: string;
  /** False when nothing is followed now, or the last nudge was only a moment ago. Nothing was recorded then. */
  readonly taken: boolean;
  readonly message: string;
};

class NudgeRefused extends Error {}

/**
 * Asks for a read of the status now, such as after an exchange's webhook. A change that it shows is applied as any
 * other. May be repeated; a nudge that comes too often is not taken and costs nothing. Throws WithdrawalNotFoundError
 * or NoWorkerError.
 */
export async function nudgeWithdrawal(context: ClientContext, withdrawalId: string): Promise<NudgeResult> {
  checkWithdrawalId(withdrawalId);
  const refused = (because: string): Error => new NudgeRefused(because);
  try {
    const taken = await updateWorkflow(
      { context, workflowId: withdrawalWorkflowId(withdrawalId), what: 'the nudge', refused },
      async (handle) => {
        await handle.executeUpdate(nudgeWithdrawalUpdate);
        return true;
      },
    );
    if (taken === true) return { withdrawalId, taken: true, message: 'Its status is read now.' };
  } catch (error) {
    if (error instanceof NudgeRefused)
      return { withdrawalId, taken: false, message: `Not read now: ${error.message}.` };
    throw error;
  }
  // No workflow is open: it has ended, or there never was one. The latter throws here.
  await describeWithdrawal(context, withdrawalId);
  return { withdrawalId, taken: false, message: 'Not read now: its run has ended.' };
}
