/** Every reason for a person to look. Shown in Temporal's list page and by `withdrawals list --attention`. */
export const attentionReasons = [
  'review',
  'lateContradiction',
  'accountMissing',
  'accountMismatch',
  'laneBlocked',
  'recordMissing',
  'unknownStatus',
  'actionInExchangeApp',
  'claimOnL1',
  'deadlineNotCancellable',
  'exchangeUnreachable',
  'clockSkew',
] as const;

export type AttentionReason = (typeof attentionReasons)[number];

/** What a person does about each reason. `docs/operating.md` has more under the same names. */
export const attentionAdvice: Readonly<Record<AttentionReason, string>> = {
  review: 'Nobody can know whether it was sent. Look at the exchange, then `withdrawals resolve`.',
  lateContradiction:
    'A record appeared that contradicts the settled result. Compare both with the exchange, then acknowledge.',
  accountMissing:
    'The account workflow is gone, so nothing may be sent. Run `withdrawals account restore <account> --evidence "…"`.',
  accountMismatch:
    'A worker talks to another exchange account than the one this was validated for. Fix its base URL or key.',
  laneBlocked:
    'An earlier withdrawal that would look the same is not settled. ' +
    'Settle it, or `withdrawals takeover` if it was terminated.',
  recordMissing:
    'The exchange no longer shows the record, or nothing of it that can be read. Ask the exchange; following goes on.',
  unknownStatus: 'The exchange uses a status we have no meaning for. It decides nothing; following goes on.',
  actionInExchangeApp: 'The exchange waits for a confirmation in its app.',
  claimOnL1: 'The funds wait in the L1 contract until somebody claims them.',
  deadlineNotCancellable: 'The deadline passed and this exchange cannot cancel. Following goes on.',
  exchangeUnreachable: 'The exchange has not answered for a while. Nothing is lost; following resumes by itself.',
  clockSkew: "This worker's clock and the exchange's differ so much that requests are refused. Fix the clock.",
};
