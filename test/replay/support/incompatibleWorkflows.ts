import { sleep } from '@temporalio/workflow';
import type { WithdrawalResult } from '../../../domain/state.ts';
import { accountWorkflow, lateWatchWorkflow, withdrawalWorkflow as today } from '../../../workflows/index.ts';
import type { WithdrawalInput } from '../../../workflows/messages.ts';

/* What somebody might write tomorrow without a thought for what is in flight: one more timer, first thing. */

export { accountWorkflow, lateWatchWorkflow };

export async function withdrawalWorkflow(input: WithdrawalInput): Promise<WithdrawalResult> {
  await sleep('1 second');
  return await today(input);
}
