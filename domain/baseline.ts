/** The lane's records before a send. A record that shows up later and is not among them may be ours. */
export type Baseline = {
  /** By the exchange's clock, Unix milliseconds. */
  readonly takenAtMs: number;
  /** All records on the lane, read back so far that no later look-up reads older ones. */
  readonly exchangeWithdrawalIds: readonly string[];
};
