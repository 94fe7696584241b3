/** The exchange's truth about a withdrawal, in our words; UNKNOWN is a word that is not in the adapter's table. */
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

/** `L1_COMPLETED` means delivered: on the chain, or on the exchange's own book for an internal transfer. */
export type FinalStatus = 'L1_COMPLETED' | 'FAILED' | 'CANCELLED';

/** Which status may follow which. A final one is never left; a step backwards is noted, not believed. */
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

/** True once the exchange has nothing more to say. */
export function isFinal(status: WithdrawalStatus): status is FinalStatus {
  return finalStatuses[status];
}

/** True for the finals that mean the money stays: they settle only after two reads. */
export function isMoneyBack(status: WithdrawalStatus): status is 'FAILED' | 'CANCELLED' {
  return status === 'FAILED' || status === 'CANCELLED';
}

/** True when `next` may replace `current`; staying is not a transition. */
export function mayFollow(current: WithdrawalStatus, next: WithdrawalStatus): boolean {
  return allowedTransitions[current].includes(next);
}
