/**
 * Times that a withdrawal lives by; frozen into its state at validation, so that a changed configuration
 * changes only new ones. Milliseconds.
 */
export type WithdrawalPolicy = {
  /** Requests older than this are refused, and claims are remembered this long. Default 7 d. */
  readonly maxRequestAgeMs: number;
  /** A money-back final settles only when read twice, this far apart. Default 60 s. */
  readonly confirmMoneyBackMs: number;
  /** How long an unknown outcome is looked for by successful reads before a person is asked. Default 15 min. */
  readonly reconcileWindowMs: number;
  /** Between look-ups while reconciling. Default 5 s. */
  readonly reconcileIntervalMs: number;
  /** Between look-ups while in review. Default 2 min. */
  readonly reviewIntervalMs: number;
  /** How long a settled but once uncertain withdrawal is watched. Default 7 d. */
  readonly lateWatchMs: number;
  /** Between look-ups of the late watch. Default 10 min. */
  readonly lateWatchIntervalMs: number;
  /**
   * How long one attempt of a held wait lasts before it hands over to the next; a killed worker's waits
   * resume after about this long. Default 5 min.
   */
  readonly followHoldMs: number;
  /** A record not shown by this long of complete reads raises attention. Default 5 min. */
  readonly recordMissingMs: number;
  /** A lane held this long by somebody else raises attention. Default 2 min. */
  readonly laneBlockedMs: number;
};

const second = 1_000;
const minute = 60 * second;
const day = 24 * 60 * minute;

export const defaultPolicy: WithdrawalPolicy = {
  maxRequestAgeMs: 7 * day,
  confirmMoneyBackMs: 60 * second,
  reconcileWindowMs: 15 * minute,
  reconcileIntervalMs: 5 * second,
  reviewIntervalMs: 2 * minute,
  lateWatchMs: 7 * day,
  lateWatchIntervalMs: 10 * minute,
  followHoldMs: 5 * minute,
  recordMissingMs: 5 * minute,
  laneBlockedMs: 2 * minute,
};
