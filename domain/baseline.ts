/** What the lane showed before the send: a later record not in it may be ours. */
export type Baseline = {
  /** By the exchange's clock, Unix milliseconds. */
  readonly takenAtMs: number;
  /** Records on the lane from shortly before `requestedAt` on; complete by construction. */
  readonly exchangeWithdrawalIds: readonly string[];
};
