import { setTimeout as delay } from 'node:timers/promises';
import type { LateWatchView } from '../../workflows/messages.ts';
import { lateWatchWorkflowId, withdrawalWorkflowId } from '../../workflows/messages.ts';
import type { CrashStage } from './crashScenario.ts';

const lookMs = 300;

/** Resolves when the slow look of a review has looked and found nothing, so that it will not look again soon. */
export async function reviewLookedOnce({ world, withdrawalId }: CrashStage): Promise<void> {
  const handle = world.temporal.workflow.getHandle(withdrawalWorkflowId(withdrawalId));
  for (;;) {
    const { raw } = await handle.describe();
    const looking = raw.pendingActivities?.find(({ activityType }) => activityType?.name === 'findLostSubmission');
    if ((looking?.attempt ?? 0) > 1) return;
    await delay(lookMs);
  }
}

/** The late watch ends by itself and has seen nothing that contradicts the result. */
export async function quietLateWatch({ world, withdrawalId }: CrashStage): Promise<void> {
  const watch = (await world.temporal.workflow.getHandle(lateWatchWorkflowId(withdrawalId)).result()) as LateWatchView;
  if (watch.contradiction !== null) throw new Error(`the late watch saw a contradiction: ${watch.contradiction.text}`);
}
