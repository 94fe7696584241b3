import { isCancellation } from '@temporalio/workflow';

import type { PrepareAnswer, PrepareInput } from '../../activities/contract.ts';
import { localPrepareActivity } from '../activityOptions.ts';

/**
 * Checks the request and fixes what will be sent, inside the workflow task; this saves a task and six events. Null when
 * something is in the way, such as an exchange that is slow or down.
 * Nothing else may be scheduled and cancelled while it runs (decision 0011): if its answer falls into the same workflow
 * task, a replay drops that pair of commands although the history has it.
 */
export async function prepareInWorkflowTask(input: PrepareInput): Promise<PrepareAnswer | null> {
  try {
    return await localPrepareActivity().prepareWithdrawal(input);
  } catch (error) {
    if (isCancellation(error)) throw error;
    return null;
  }
}
