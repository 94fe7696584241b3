import type { WithdrawalStatus } from './status.ts';

/*
 * Terminology. One word for each thing, here and in every other file:
 *
 *   withdrawal            money that leaves an exchange account for an address; we *submit* it
 *   withdrawalId          the backend's id; the workflow's id is made of it
 *   clientWithdrawalId    our id at the exchange, derived from withdrawalId and the submission number
 *   exchangeWithdrawalId  the exchange's own id
 *   status                the exchange's status in our words; exchangeStatus is its own word
 *   phase                 where our own run stands
 *   baseline              the records that the exchange's history showed before a submit that has no id of ours
 *   lane                  all submits that would look the same in that history; one at a time
 *   grant, claim          an account's single-use permission to send, and its memory of having given it
 *   outcome unknown       sent, or perhaps sent, and the effect is not known
 *   reconcile             find our record in the exchange's history after that
 *   resolve               a person decides a review, with evidence
 *   attention             a reason, from a fixed list, for a person to look
 */

/** What the backend asks for. The same withdrawalId with other content is refused. */
export type WithdrawalRequest = {
  /** 1 to 128 characters of A-Z a-z 0-9 . _ : - */
  readonly withdrawalId: string;
  /** `<adapter>/<name>`, as in the worker's configuration, e.g. `bigone/treasury`. */
  readonly account: string;
  readonly asset: string;
  /**
   * The exchange's own name for the network, such as `Tron` on BigONE and `Tron (TRC-20)` on Bitunix. `internal:uid`
   * and the like stand for a transfer on the exchange's own book.
   */
  readonly network: string;
  readonly address: string;
  readonly memo: string | null;
  /** Plain decimal text without exponent. The adapter's `feeMode` says whether it includes the fee. */
  readonly amount: string;
  /** When the backend first asked, ISO 8601 UTC with milliseconds. Repeat it unchanged on every start. */
  readonly requestedAt: string;
  /** ISO 8601 UTC. After this nothing is sent; what was sent before is cancelled if possible. */
  readonly deadlineAt: string | null;
};

/** Everything that is sent. Fixed in workflow state before the first attempt, so that a repeat sends the same again. */
export type SubmitIntent = {
  readonly withdrawalId: string;
  /** 1 for the first. Only a person's `resubmit` raises it. */
  readonly submission: number;
  /** Null where the exchange takes no id of ours. */
  readonly clientWithdrawalId: string | null;
  readonly account: string;
  /** Hash of base URL and the exchange's own account id. A worker whose own hash differs refuses to act. */
  readonly accountIdentity: string;
  readonly asset: string;
  readonly network: string;
  readonly address: string;
  readonly memo: string | null;
  readonly amount: string;
  /** The fields on which the exchange's records can be compared exactly. Null when records are found by our id. */
  readonly laneKey: string | null;
  /** Fields that only this adapter signs or sends (expiry, fee, sign info), as text. */
  readonly frozen: Readonly<Record<string, string>>;
};

/** One withdrawal as the exchange's records show it, in our words. Null: the exchange does not say. */
export type WithdrawalRecord = {
  readonly exchangeWithdrawalId: string;
  readonly status: WithdrawalStatus;
  readonly exchangeStatus: string;
  readonly asset: string;
  readonly network: string | null;
  readonly address: string | null;
  readonly memo: string | null;
  /** What was asked for; the adapter's `feeMode` says whether it includes the fee. Null when only the net is shown. */
  readonly amount: string | null;
  /** What arrives. */
  readonly receivedAmount: string | null;
  readonly fee: string | null;
  readonly feeAsset: string | null;
  readonly txid: string | null;
  /** By the exchange's clock, Unix milliseconds. */
  readonly createdAtMs: number | null;
  /** What a person must do outside of this program before it goes on. */
  readonly action: RecordAction | null;
  /** True for a transfer on the exchange's own book, which never gets a txid. */
  readonly internal: boolean;
};

/** `confirmInApp`: the exchange waits for a security check; `claimOnL1`: the funds wait in the L1 contract. */
export type RecordAction = 'confirmInApp' | 'claimOnL1';
