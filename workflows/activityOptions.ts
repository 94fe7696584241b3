import { ActivityCancellationType, proxyActivities, proxyLocalActivities } from '@temporalio/workflow';

import type { FollowActivities, MoneyActivities } from '../activities/contract.ts';
import type { WithdrawalPolicy } from '../domain/policy.ts';
import { followTaskQueue, moneyTaskQueue } from '../domain/taskQueues.ts';

/**
 * Retried for ever: while the exchange or a worker is away nothing is decided. History holds one activity
 * however often.
 */
const forEver = { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '30 seconds' } as const;

/** Longer than the request's 30 s, shorter than the worker's 60 s of grace: a submit is never cut off by a deploy. */
const submitStartToClose = '45 seconds';

/** Checks and short exchange calls on the group's money queue. */
export function moneyActivities(workerGroup: string): Omit<MoneyActivities, 'submitWithdrawal' | 'reportToAccount'> {
  return proxyActivities<MoneyActivities>({
    taskQueue: moneyTaskQueue(workerGroup),
    startToCloseTimeout: '1 minute',
    retry: forEver,
    cancellationType: ActivityCancellationType.TRY_CANCEL,
  });
}

/**
 * The check inside the workflow task: one short try, for what is answered from memory. Sends nothing, so a
 * lost one may run again.
 */
export function prepareAtOnce(): Pick<MoneyActivities, 'prepareWithdrawal'> {
  return proxyLocalActivities<MoneyActivities>({
    scheduleToCloseTimeout: '4 seconds',
    retry: { maximumAttempts: 1 },
    cancellationType: ActivityCancellationType.TRY_CANCEL,
  });
}

/**
 * The send. Retries are safe because the account's grant, not the attempt count, is the fence; and a cancelled
 * one is waited for, because what it did must be known.
 */
export function submitActivity(workerGroup: string): Pick<MoneyActivities, 'submitWithdrawal'> {
  return proxyActivities<MoneyActivities>({
    taskQueue: moneyTaskQueue(workerGroup),
    startToCloseTimeout: submitStartToClose,
    retry: forEver,
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  });
}

/** Bounded: a settled withdrawal does not stay open because its account does not run. */
export function reportActivity(workerGroup: string): Pick<MoneyActivities, 'reportToAccount'> {
  return proxyActivities<MoneyActivities>({
    taskQueue: moneyTaskQueue(workerGroup),
    startToCloseTimeout: '15 seconds',
    scheduleToCloseTimeout: '1 minute',
    retry: forEver,
  });
}

/** Held waits on the group's follow queue: one attempt lasts about `followHoldMs`, ± 20 %, plus a minute of slack. */
export function followActivities(workerGroup: string, policy: WithdrawalPolicy): FollowActivities {
  const held = {
    taskQueue: followTaskQueue(workerGroup),
    startToCloseTimeout: policy.followHoldMs * 1.2 + heldSlackMs(policy),
    retry: forEver,
    cancellationType: ActivityCancellationType.TRY_CANCEL,
  } as const;
  // Few and rare, so they can afford a pulse: it tells them soon that a person has decided, and us that a worker died.
  const { findLostSubmission } = proxyActivities<FollowActivities>({ ...held, heartbeatTimeout: '30 seconds' });
  const { awaitStatusChange, watchForContradiction } = proxyActivities<FollowActivities>(held);
  return { awaitStatusChange, watchForContradiction, findLostSubmission };
}

/** A quarter of the hold, at least 5 s and at most a minute: a hold is not late before its slack is over. */
function heldSlackMs(policy: WithdrawalPolicy): number {
  return Math.min(60_000, Math.max(5_000, policy.followHoldMs / 4));
}
