/** For the group's workflows. Its workers have the group's accounts, so a workflow task can check a request itself. */
export const workflowTaskQueue = (workerGroup: string): string => `withdrawals-workflows-${workerGroup}`;

/** For submits, cancels and checks. Workers give it few slots. */
export const moneyTaskQueue = (workerGroup: string): string => `withdrawals-money-${workerGroup}`;

/** For waits and look-ups. Workers give it very many slots; it is separate so that waits never delay a submit. */
export const followTaskQueue = (workerGroup: string): string => `withdrawals-follow-${workerGroup}`;
