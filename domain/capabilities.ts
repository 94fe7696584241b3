/** What an exchange's API can do, as data. Workflows branch on this and never on an exchange's name. */
export type Capabilities = {
  /**
   * `safe`: a repeat with the same client id is documented not to pay twice. `never`: at most one send,
   * behind the account's grant.
   */
  readonly repeatSubmit: 'safe' | 'never';
  /** How a lost submit is found again. */
  readonly findBy: 'clientId' | 'history';
  /**
   * `asynchronous`: taken now, read back later. `firstReviewOnly`: only before the exchange's own first
   * review is done.
   */
  readonly cancel: CancelCapability;
  /** `gross`: the fee is inside the amount. `net`: on top. `undocumented`: nobody says. `chosen`: the request says. */
  readonly feeMode: 'gross' | 'net' | 'undocumented' | 'chosen';
  readonly clientIdFormat: 'none' | 'uuid' | 'digits';
  /** True when the submit's answer is documented to carry the id that the record will show. */
  readonly answerIdIsRecordId: boolean;
  /** How old an unknown outcome must be before a person may resubmit. */
  readonly resubmitAfterMs: number;
  /** How one status read serves many withdrawals. */
  readonly statusBatch: { readonly kind: 'page' | 'ids'; readonly size: number };
};

export type CancelCapability = 'none' | 'asynchronous' | 'firstReviewOnly';

/** Who a limit counts against, and which calls share it. */
export type LimitScope = {
  /** Unique within the adapter, e.g. `wallet`. */
  readonly name: string;
  readonly per: 'ip' | 'key' | 'user';
  readonly requests: number;
  readonly perMs: number;
  /** Where the number comes from. */
  readonly source: string;
};

/** Order in which requests go when the limit is short: lower first. */
export const requestPriorities = { submit: 0, cancel: 1, lookup: 2, validate: 3, poll: 4 } as const;

export type RequestPriority = keyof typeof requestPriorities;
