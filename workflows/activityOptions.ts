import { ActivityCancellationType, proxyActivities, proxyLocalActivities } from '@temporalio/workflow';

import type { FollowActivities, MoneyActivities } from '../activities/contract.ts';
import type { WithdrawalPolicy } from '../domain/policy.ts';
import { followTaskQueue, moneyTaskQueue } from '../domain/taskQueues.ts';

/**
 * Retried for ever: while the exchange or a worker is down, nothing can be decided. Retries add no events to the
 * history.
 */
const forEver = { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '30 seconds' } as const;

/**
 * Longer than the 30 s of the HTTP request and shorter than the 60 s that a worker waits when it shuts down, so that a
 * deploy never cuts off a submit.
 */
const submitStartToClose = '45 seconds';

/** Checks and short exchange calls, on the worker group's money queue. */
export function moneyActivities(workerGroup: string): Omit<MoneyActivities, 'submitWithdrawal' | 'reportToAccount'> {
  return proxyActivities<MoneyActivities>({
    taskQueue: moneyTaskQueue(workerGroup),
    startToCloseTimeout: '1 minute',
    retry: forEver,
    cancellationType: ActivityCancellationType.TRY_CANCEL,
  });
}

/** The check of a request inside the workflow task: one try of at most 4 s. It sends nothing, so it may be repeated. */
export function localPrepareActivity(): Pick<MoneyActivities, 'prepareWithdrawal'> {
  return proxyLocalActivities<MoneyActivities>({
    scheduleToCloseTimeout: '4 seconds',
    retry: { maximumAttempts: 1 },
    cancellationType: ActivityCancellationType.TRY_CANCEL,
  });
}

/**
 * The submit. Retries are safe because the account's grant, not the number of attempts, prevents a second send. A
 * cancelled submit is waited for, because we must know what it did.
 */
export function submitActivity(workerGroup: string): Pick<MoneyActivities, 'submitWithdrawal'> {
  return proxyActivities<MoneyActivities>({
    taskQueue: moneyTaskQueue(workerGroup),
    startToCloseTimeout: submitStartToClose,
    retry: forEver,
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  });
}

/** The report to the account. Ends after a minute, so that no settled withdrawal waits for an account that is down. */
export function reportActivity(workerGroup: string): Pick<MoneyActivities, 'reportToAccount'> {
  return proxyActivities<MoneyActivities>({
    taskQueue: moneyTaskQueue(workerGroup),
    startToCloseTimeout: '15 seconds',
    scheduleToCloseTimeout: '1 minute',
    retry: forEver,
  });
}

/** Long waits on the worker group's follow queue. One attempt lasts about `followHoldMs` ± 20 %, plus its slack. */
export function followActivities(workerGroup: string, policy: WithdrawalPolicy): FollowActivities {
  const held = {
    taskQueue: followTaskQueue(workerGroup),
    startToCloseTimeout: policy.followHoldMs * 1.2 + holdSlackMs(policy),
    retry: forEver,
    cancellationType: ActivityCancellationType.TRY_CANCEL,
  } as const;
  // Look-ups are few, so they can afford heartbeats: these bring a person's decision to the activity, and show soon
  // that a worker died.
  const { findLostSubmission } = proxyActivities<FollowActivities>({ ...held, heartbeatTimeout: '30 seconds' });
  const { awaitStatusChange, watchForContradiction } = proxyActivities<FollowActivities>(held);
  return { awaitStatusChange, watchForContradiction, findLostSubmission };
}

/** How much longer than its hold an attempt may take: a quarter of the hold, from 5 s to 60 s. */
function holdSlackMs(policy: WithdrawalPolicy): number {
  return Math.min(60_000, Math.max(5_000, policy.followHoldMs / 4));
}
