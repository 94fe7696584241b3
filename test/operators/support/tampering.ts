import { randomUUID } from 'node:crypto';

import { ApplicationFailure } from '@temporalio/common';
import { temporal } from '@temporalio/proto';

import type { WithdrawalRequestInput } from '../../../client/index.ts';
import { withdrawalWorkflowId } from '../../../workflows/messages.ts';
import type { World } from '../../support/world.ts';
import { handleOf } from '../../workflows/support/withdrawals.ts';

const { ResetReapplyType, ResetReapplyExcludeType } = temporal.api.enums.v1;

type Request = Pick<WithdrawalRequestInput, 'withdrawalId'>;
type Pending = temporal.api.workflow.v1.IPendingActivityInfo;
type ActivityOptions = temporal.api.activity.v1.IActivityOptions;

/** What an operator can do to one activity of a withdrawal with Temporal's own tools. */
export function activityOf(
  world: World,
  request: Request,
  type: 'submitWithdrawal' | 'awaitStatusChange' | 'findLostSubmission' | 'requestCancel',
) {
  const service = world.temporal.workflowService;
  const target = {
    namespace: world.temporal.options.namespace,
    execution: { workflowId: withdrawalWorkflowId(request.withdrawalId) },
    identity: 'operator',
    type,
  };
  const pending = async (): Promise<Pending | null> => {
    const { raw } = await handleOf(world, request).describe();
    return (raw.pendingActivities ?? []).find((one) => one.activityType?.name === type) ?? null;
  };
  /** Waits until the activity is there and looks like this. */
  const when = async (looks: (activity: Pending) => boolean = () => true): Promise<Pending> => {
    const end = Date.now() + 60_000;
    for (;;) {
      const found = await pending();
      if (found !== null && looks(found)) return found;
      if (Date.now() > end) throw new Error(`waited in vain for ${type}; last seen: ${JSON.stringify(found)}`);
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  };
  const byId = async () => ({ workflowId: target.execution.workflowId, activityId: (await when()).activityId ?? '' });
  return {
    pending,
    when,
    pause: () => service.pauseActivity({ ...target, reason: 'a test' }),
    unpause: (how: { resetAttempts?: boolean; resetHeartbeat?: boolean } = {}) =>
      service.unpauseActivity({ ...target, ...how }),
    reset: (how: { resetHeartbeat?: boolean; keepPaused?: boolean; restoreOriginalOptions?: boolean } = {}) =>
      service.resetActivity({ ...target, ...how }),
    change: (activityOptions: ActivityOptions, paths: string[]) =>
      service.updateActivityOptions({ ...target, activityOptions, updateMask: { paths } }),
    complete: async (result: unknown) => world.temporal.activity.complete(await byId(), result),
    fail: async () => world.temporal.activity.fail(await byId(), ApplicationFailure.nonRetryable('ended by hand')),
  };
}

/** The events that Reset can go back to: where each workflow task ended. */
export async function tasksOf(world: World, request: Request, runId: string): Promise<readonly Reset['to'][]> {
  const { events } = await handleOf(world, request, runId).fetchHistory();
  return (events ?? [])
    .filter((event) => event.workflowTaskCompletedEventAttributes)
    .map(({ eventId }) => eventId as Reset['to']);
}

type Reset = {
  readonly runId: string;
  readonly to: NonNullable<temporal.api.workflowservice.v1.IResetWorkflowExecutionRequest['workflowTaskFinishEventId']>;
  readonly reapply: boolean;
};

/**
 * Resets a run; signals and updates that came after that point are applied again, or forgotten. Answers the
 * new run's id.
 */
export async function reset(world: World, request: Request, { runId, to, reapply }: Reset): Promise<string> {
  const answer = await world.temporal.workflowService.resetWorkflowExecution({
    namespace: world.temporal.options.namespace,
    workflowExecution: { workflowId: withdrawalWorkflowId(request.withdrawalId), runId },
    reason: 'a test',
    requestId: randomUUID(),
    workflowTaskFinishEventId: to,
    resetReapplyType: ResetReapplyType.RESET_REAPPLY_TYPE_ALL_ELIGIBLE,
    resetReapplyExcludeTypes: reapply
      ? []
      : [
          ResetReapplyExcludeType.RESET_REAPPLY_EXCLUDE_TYPE_SIGNAL,
          ResetReapplyExcludeType.RESET_REAPPLY_EXCLUDE_TYPE_UPDATE,
        ],
  });
  return answer.runId;
}
