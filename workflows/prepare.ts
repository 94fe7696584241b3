import { isCancellation } from '@temporalio/workflow';
import type { PrepareAnswer, PrepareInput } from '../activities/contract.ts';
import { prepareAtOnce } from './activityOptions.ts';
import type { WithdrawalRun } from './withdrawalRun.ts';

/**
 * Checks and freezes in the workflow task itself, which saves a task and six events whenever nothing is in the way. Whatever
 * is in the way (the exchange is slow or down) is left to the activity that waits for ever.
 */
export async function prepare(run: WithdrawalRun, input: PrepareInput): Promise<PrepareAnswer> {
  try {
    return await prepareAtOnce().prepareWithdrawal(input);
  } catch (error) {
    if (isCancellation(error)) throw error;
    return await run.money().prepareWithdrawal(input);
  }
}
