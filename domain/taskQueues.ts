/** Hosts every workflow; any worker may serve it. */
export const workflowTaskQueue = 'withdrawals';

/** Few slots: submits, cancels, look-ups, checks. One per worker group. */
export const moneyTaskQueue = (workerGroup: string): string => `withdrawals-money-${workerGroup}`;

/** Very many slots: held waits for a status change. Apart, so that waiters never starve submits. */
export const followTaskQueue = (workerGroup: string): string => `withdrawals-follow-${workerGroup}`;
