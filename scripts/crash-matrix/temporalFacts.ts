import { setTimeout as delay } from 'node:timers/promises';

import { WorkflowNotFoundError } from '@temporalio/common';

import type { LateWatchView } from '../../workflows/messages.ts';
import { lateWatchWorkflowId, withdrawalWorkflowId } from '../../workflows/messages.ts';
import type { CrashStage } from './crashScenario.ts';

const lookMs = 300;

/** Resolves when the review's slow look-up has found nothing once, so that it will not look again soon. */
export async function reviewLookedOnce({ world, withdrawalId }: CrashStage): Promise<void> {
  const handle = world.temporal.workflow.getHandle(withdrawalWorkflowId(withdrawalId));
  for (;;) {
    const { raw } = await handle.describe();
    const lookUp = raw.pendingActivities?.find(({ activityType }) => activityType?.name === 'findLostSubmission');
    if ((lookUp?.attempt ?? 0) > 1) return;
    await delay(lookMs);
  }
}

/**
 * Resolves when no workflow of the withdrawal runs any more. Throws if there was a late watch and it found something
 * that contradicts the result.
 */
export async function quietEnd({ world, withdrawalId }: CrashStage): Promise<void> {
  const handle = world.temporal.workflow.getHandle(lateWatchWorkflowId(withdrawalId));
  const watch = (await handle.result().catch((error: unknown) => {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  })) as LateWatchView | null;
  if (watch !== null && watch.contradiction !== null)
    throw new Error(`the late watch saw a contradiction: ${watch.contradiction.text}`);
}
