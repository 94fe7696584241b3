/** The exchange's status of a withdrawal, in our words. UNKNOWN: the adapter's table does not have its word. */
export const withdrawalStatuses = [
  'PENDING',
  'L2_APPROVING',
  'L1_CONFIRMING',
  'L1_COMPLETED',
  'FAILED',
  'CANCELLED',
  'UNKNOWN',
] as const;

export type WithdrawalStatus = (typeof withdrawalStatuses)[number];

/** The statuses that never change again. `L1_COMPLETED`: delivered, on the chain or on the exchange's own book. */
export type FinalStatus = 'L1_COMPLETED' | 'FAILED' | 'CANCELLED';

/** Which statuses may follow each status. A final one never changes. A step back is noted and does not change ours. */
export const allowedTransitions: Readonly<Record<WithdrawalStatus, readonly WithdrawalStatus[]>> = {
  PENDING: ['L2_APPROVING', 'L1_CONFIRMING', 'L1_COMPLETED', 'FAILED', 'CANCELLED'],
  L2_APPROVING: ['L1_CONFIRMING', 'L1_COMPLETED', 'FAILED', 'CANCELLED'],
  L1_CONFIRMING: ['L1_COMPLETED', 'FAILED', 'CANCELLED'],
  L1_COMPLETED: [],
  FAILED: [],
  CANCELLED: [],
  UNKNOWN: ['PENDING', 'L2_APPROVING', 'L1_CONFIRMING', 'L1_COMPLETED', 'FAILED', 'CANCELLED'],
};

const finalStatuses: Readonly<Record<WithdrawalStatus, boolean>> = {
  PENDING: false,
  L2_APPROVING: false,
  L1_CONFIRMING: false,
  L1_COMPLETED: true,
  FAILED: true,
  CANCELLED: true,
  UNKNOWN: false,
};

/** True when the exchange's record will not change any more. */
export function isFinal(status: WithdrawalStatus): status is FinalStatus {
  return finalStatuses[status];
}

/** True for the final statuses that leave the money in the account. They settle only after two reads. */
export function isMoneyBack(status: WithdrawalStatus): status is 'FAILED' | 'CANCELLED' {
  return status === 'FAILED' || status === 'CANCELLED';
}

/** True when `next` may replace `current`. False when they are the same. */
export function mayFollow(current: WithdrawalStatus, next: WithdrawalStatus): boolean {
  return allowedTransitions[current].includes(next);
}
