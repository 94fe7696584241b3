import type { WithdrawalStatus } from './status.ts';

/*
 * Terminology. One word per thing, here and in every other file:
 *
 *   withdrawal            money leaving an exchange account to an address; we *submit* it
 *   withdrawalId          the backend's id; also the id of the workflow
 *   clientWithdrawalId    what we hand the exchange, derived from withdrawalId and the submission number
 *   exchangeWithdrawalId  what the exchange hands us
 *   status                the exchange's truth, unified; exchangeStatus is the same verbatim
 *   phase                 where our own run stands
 *   baseline              what the exchange's history showed before a submit that has no id of ours
 *   lane                  submits that would look alike in that history; one at a time
 *   grant, claim          an account's single-use permission to send, and its lasting memory of it
 *   outcome unknown       sent, effect not known
 *   reconcile             finding ours in the exchange's records after that
 *   resolve               a person decides, with evidence, out of review
 *   attention             a reason, from a closed list, for a person to look
 */

/** What the backend asks for. Immutable: the same withdrawalId with other content is refused. */
export type WithdrawalRequest = {
  /** 1 to 128 characters of A-Z a-z 0-9 . _ : - */
  readonly withdrawalId: string;
  /** `<adapter>/<name>`, as in the worker's configuration, e.g. `bigone/treasury`. */
  readonly account: string;
  readonly asset: string;
  /**
   * The exchange's own name for the network, e.g. `Tron` on BigONE, `Tron (TRC-20)` on Bitunix;
   * `internal:uid` and the like for a transfer on its own book.
   */
  readonly network: string;
  readonly address: string;
  readonly memo: string | null;
  /** Plain decimal text, no exponent; whether the fee is inside is the adapter's `feeMode`. */
  readonly amount: string;
  /** ISO 8601 UTC with milliseconds; repeat it unchanged on every start. */
  readonly requestedAt: string;
  /** ISO 8601 UTC; after it nothing is sent, and a cancel is tried if it was. */
  readonly deadlineAt: string | null;
};

/** All that is sent, fixed in workflow state before the first attempt; a repeat sends exactly this again. */
export type SubmitIntent = {
  readonly withdrawalId: string;
  /** 1 for the first; raised only by a person's `resubmit`. */
  readonly submission: number;
  /** Null where the exchange takes no id of ours. */
  readonly clientWithdrawalId: string | null;
  readonly account: string;
  /** Hash of base URL and the exchange's own account id; an activity whose own differs refuses. */
  readonly accountIdentity: string;
  readonly asset: string;
  readonly network: string;
  readonly address: string;
  readonly memo: string | null;
  readonly amount: string;
  /** What the exchange's records can be compared on exactly; null where a find by our id makes it needless. */
  readonly laneKey: string | null;
  /** Adapter-specific fields that are signed or sent (expiry, fee, sign info), as text. */
  readonly frozen: Readonly<Record<string, string>>;
};

/** One withdrawal as the exchange shows it, in our words. Null: the exchange does not say. */
export type WithdrawalRecord = {
  readonly exchangeWithdrawalId: string;
  readonly status: WithdrawalStatus;
  readonly exchangeStatus: string;
  readonly asset: string;
  readonly network: string | null;
  readonly address: string | null;
  readonly memo: string | null;
  /** What was asked for, fee included or not as the adapter's feeMode says; null where only the net is shown. */
  readonly amount: string | null;
  /** What arrives. */
  readonly receivedAmount: string | null;
  readonly fee: string | null;
  readonly feeAsset: string | null;
  readonly txid: string | null;
  /** By the exchange's clock, Unix milliseconds. */
  readonly createdAtMs: number | null;
  /** What a person must do outside for it to go on. */
  readonly action: RecordAction | null;
  /** On the exchange's own book: no txid is to be expected. */
  readonly internal: boolean;
};

/** `confirmInApp`: the exchange waits for a security check; `claimOnL1`: the funds wait in the L1 contract. */
export type RecordAction = 'confirmInApp' | 'claimOnL1';
