/** What an exchange's API can do. Workflows decide by this and never by an exchange's name. */
export type Capabilities = {
  /**
   * `safe`: the exchange documents that a repeat with the same client id does not pay twice. `never`: at most one send,
   * for which the account must give a grant.
   */
  readonly repeatSubmit: 'safe' | 'never';
  /** How to find a submit whose answer was lost: by our id, or by comparing the records of the history. */
  readonly findBy: 'clientId' | 'history';
  /**
   * `asynchronous`: the answer says no more than that the request was taken; the record shows later what came of it.
   * `firstReviewOnly`: possible until the exchange has finished its own first review.
   */
  readonly cancel: CancelCapability;
  /** `gross`: the amount includes the fee. `net`: the fee comes on top. `chosen`: the request decides. */
  readonly feeMode: 'gross' | 'net' | 'undocumented' | 'chosen';
  readonly clientIdFormat: 'none' | 'uuid' | 'digits';
  /** True when the exchange documents that the id in the submit's answer is the record's id. */
  readonly answerIdIsRecordId: boolean;
  /** How long after its last possible send a submit with unknown outcome may be resubmitted by a person. */
  readonly resubmitAfterMs: number;
  /** What one status read covers: a page of the history, or this many ids. */
  readonly statusBatch: { readonly kind: 'page' | 'ids'; readonly size: number };
};

export type CancelCapability = 'none' | 'asynchronous' | 'firstReviewOnly';

/** One of the exchange's rate limits: what it counts by, and how many requests it allows in which time. */
export type LimitScope = {
  /** Unique within the adapter, e.g. `wallet`. */
  readonly name: string;
  readonly per: 'ip' | 'key' | 'user';
  readonly requests: number;
  readonly perMs: number;
  /** Where the exchange documents the number. */
  readonly source: string;
};

/** The order in which requests go when the limit is reached: lower numbers first. */
export const requestPriorities = { submit: 0, cancel: 1, lookup: 2, validate: 3, poll: 4 } as const;

export type RequestPriority = keyof typeof requestPriorities;
