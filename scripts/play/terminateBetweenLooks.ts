import { setTimeout as delay } from 'node:timers/promises';

import type { WorkflowHandle } from '@temporalio/client';

const lookMs = 100;

/**
 * Terminates the run of a withdrawal in review once its look-up has looked and waits for its next turn, minutes later.
 * A look that is under way would go on after the run's end, and could still find what was lost and free the lane.
 */
export async function terminateBetweenLooks(handle: WorkflowHandle): Promise<void> {
  for (;;) {
    const { raw } = await handle.describe();
    // The look-up's first heartbeat comes after its first look.
    const hasLooked = raw.pendingActivities?.some(({ lastHeartbeatTime }) => Boolean(lastHeartbeatTime)) ?? false;
    if (hasLooked) break;
    await delay(lookMs);
  }
  await handle.terminate('npm run play');
}
