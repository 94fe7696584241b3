import { proxyActivities } from '@temporalio/workflow';

import type { WithdrawalRequest } from '../../domain/withdrawal.ts';
import type { FloorActivities } from './floorActivities.ts';

const { pay } = proxyActivities<FloorActivities>({ startToCloseTimeout: '45 seconds' });

/**
 * The least that Temporal can be asked for: one workflow with one activity, which sends. No check, no fence,
 * no look-up, no following.
 */
export async function floorWorkflow(request: WithdrawalRequest): Promise<string> {
  return await pay(request);
}
