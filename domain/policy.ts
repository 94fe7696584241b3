/**
 * The times that a withdrawal works with, in milliseconds. Fixed in its state at validation, so that a changed
 * configuration affects only new withdrawals.
 */
export type WithdrawalPolicy = {
  /** Older requests are refused. Claims are remembered for as long. Default 7 d. */
  readonly maxRequestAgeMs: number;
  /** FAILED and CANCELLED settle only when read twice, this far apart. Default 60 s. */
  readonly confirmMoneyBackMs: number;
  /** The time that successful reads must cover before a person is asked about an unknown outcome. Default 15 min. */
  readonly reconcileWindowMs: number;
  /** Between look-ups while reconciling. Default 5 s. */
  readonly reconcileIntervalMs: number;
  /** Between look-ups while in review. Default 2 min. */
  readonly reviewIntervalMs: number;
  /** How long the late watch goes on after an uncertain settlement. Default 7 d. */
  readonly lateWatchMs: number;
  /** Between look-ups of the late watch. Default 10 min. */
  readonly lateWatchIntervalMs: number;
  /**
   * How long one attempt of a wait lasts before the next one takes over. After a worker is killed, its waits resume
   * within about this time. Default 5 min.
   */
  readonly followHoldMs: number;
  /** A record that complete reads do not show for this long raises attention. Default 5 min. */
  readonly recordMissingMs: number;
  /** A submit that waits this long for its lane raises attention. Default 2 min. */
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
