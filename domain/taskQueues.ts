/**
 * Hosts the group's workflows. Its workers have the group's accounts, so that a workflow task can check a
 * request by itself.
 */
export const workflowTaskQueue = (workerGroup: string): string => `withdrawals-workflows-${workerGroup}`;

/** Few slots: submits, cancels, look-ups, checks. One per worker group. */
export const moneyTaskQueue = (workerGroup: string): string => `withdrawals-money-${workerGroup}`;

/** Very many slots: held waits for a status change. Apart, so that waiters never starve submits. */
export const followTaskQueue = (workerGroup: string): string => `withdrawals-follow-${workerGroup}`;
