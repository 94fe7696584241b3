import { isCancellation } from '@temporalio/workflow';

import type { PrepareAnswer, PrepareInput } from '../../activities/contract.ts';
import { prepareAtOnce } from '../activityOptions.ts';

/**
 * Checks and freezes in the workflow task itself, which saves a task and six events whenever nothing is in
 * the way; null when something is (the exchange is slow or down). Nothing may be scheduled and cancelled
 * beside it: where the answer falls into the same workflow task, a replay would drop the pair, though history
 * holds it.
 */
export async function prepare(input: PrepareInput): Promise<PrepareAnswer | null> {
  try {
    return await prepareAtOnce().prepareWithdrawal(input);
  } catch (error) {
    if (isCancellation(error)) throw error;
    return null;
  }
}
