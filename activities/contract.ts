import type { OutcomeReport, RevokeAnswer } from '../domain/accountState.ts';
import type { Baseline } from '../domain/baseline.ts';
import type { Capabilities } from '../domain/capabilities.ts';
import type { FailureReason } from '../domain/failure.ts';
import type { WithdrawalPolicy } from '../domain/policy.ts';
import type { Resolution, Submission, ValidationReason, WithdrawalState } from '../domain/state.ts';
import type { CancelAnswer } from '../domain/submitAnswer.ts';
import type { SubmitIntent, WithdrawalRecord, WithdrawalRequest } from '../domain/withdrawal.ts';

/*
 * What workflows ask of activities: the types that cross, and no code. Every activity may be repeated by
 * Temporal; what makes that safe is said at each. Money activities run on the group's money queue, follow
 * activities on its follow queue.
 */

export type PrepareInput = {
  readonly request: WithdrawalRequest;
  readonly submission: number;
  /** Frozen at the first; null then. */
  readonly accountIdentity: string | null;
  /** Only to look up what an earlier run may have sent: what forbids a send today forbids no look. */
  readonly recovery?: boolean;
};
export type PrepareAnswer =
  | {
      readonly kind: 'ready';
      readonly intent: SubmitIntent;
      readonly capabilities: Capabilities;
      readonly policy: WithdrawalPolicy;
    }
  | { readonly kind: 'refused'; readonly reason: ValidationReason; readonly message: string };

/** What keeps a submit from going, told once per change so that history does not grow while it lasts. */
export type SubmitObstacle = 'accountMissing' | 'accountPaused' | 'laneBlocked';

export type SubmitInput = {
  readonly intent: SubmitIntent;
  readonly requestedAt: string;
  readonly deadlineAt: string | null;
  readonly policy: WithdrawalPolicy;
  readonly repeatSubmit: Capabilities['repeatSubmit'];
  /** `recover`: never send, and see to it that no older execution does; tell what the account remembers. */
  readonly mode: 'send' | 'recover';
  /** The obstacle the workflow already knows of; the activity returns only when that changes. */
  readonly knownObstacle: SubmitObstacle | null;
  /**
   * An execution that the count of attempts does not show may have sent it: its activity was ended from
   * outside, or the run was reset.
   */
  readonly mayBeRepeat?: boolean;
};

export type SubmitResult =
  | {
      readonly kind: 'accepted';
      readonly exchangeWithdrawalId: string | null;
      readonly record: WithdrawalRecord | null;
      readonly reported: boolean;
    }
  | { readonly kind: 'rejected'; readonly reason: FailureReason; readonly message: string; readonly reported: boolean }
  /** Sent, or perhaps sent, by this or another execution: look it up from this baseline. */
  | {
      readonly kind: 'unknown';
      readonly reason: FailureReason | null;
      readonly message: string;
      readonly baseline: Baseline | null;
      /** No send can have begun after this, Unix ms. */ readonly lastPossibleSendMs: number;
    }
  /** The look-up before the send already shows a record of our id. */
  | { readonly kind: 'found'; readonly record: WithdrawalRecord }
  /** Nothing sent: the history already holds what looks like ours and nobody claims it. */
  | { readonly kind: 'suspicious'; readonly exchangeWithdrawalIds: readonly string[]; readonly baseline: Baseline }
  /** No grant was ever given and none ever will be. */
  | { readonly kind: 'revoked'; readonly because: 'cancel' | 'deadline' | 'tooOld' }
  /** `recover` only: the account knows of no grant. */
  | { readonly kind: 'neverGranted' }
  | { readonly kind: 'waiting'; readonly obstacle: SubmitObstacle | null; readonly message: string };

export type FindLostInput = {
  /** Submissions whose outcome is unknown, oldest first. */
  readonly candidates: readonly LostSubmission[];
  readonly requestedAt: string;
  /** Null: look for ever (review). */
  readonly windowMs: number | null;
  readonly intervalMs: number;
  /** The verdict the workflow already knows; returns only when it differs. */
  readonly knownVerdict: 'several' | 'none' | null;
};
export type LostSubmission = {
  readonly intent: SubmitIntent;
  readonly baseline: Baseline | null;
  readonly lastPossibleSendMs: number;
  /**
   * Nothing was sent, because the history already held what looks like it: no record that shows up later can
   * be this one's.
   */
  readonly heldBack?: true;
};
export type FindLostResult =
  /** Exactly one match, adopted by the account for this withdrawal. */
  | { readonly kind: 'found'; readonly submission: number; readonly record: WithdrawalRecord }
  | { readonly kind: 'several'; readonly exchangeWithdrawalIds: readonly string[] }
  /** Successful, complete reads covered the whole window. */
  | { readonly kind: 'none'; readonly coveredMs: number };

/**
 * `exchangeStatus` null: accepted, but no record read yet; any record of the same status, without txid or
 * action, is then no change.
 */
export type SeenStatus = {
  readonly exchangeStatus: string | null;
  readonly status: string;
  readonly txid: string | null;
  readonly action: string | null;
};

export type AwaitStatusInput = {
  readonly account: string;
  readonly accountIdentity: string;
  readonly withdrawalId: string;
  readonly exchangeWithdrawalId: string;
  readonly clientWithdrawalId: string | null;
  readonly asset: string;
  /** Lower bound of the record's creation, Unix ms. */
  readonly notBeforeMs: number;
  /** Null: nothing seen yet. */
  readonly lastSeen: SeenStatus | null;
  /** The workflow already knows that the record is missing. */
  readonly missing: boolean;
  /** Return at this time; null: no deadline, or already handled. ISO 8601. */
  readonly deadlineAt: string | null;
  /** When following began, Unix ms: decides the cadence. */
  readonly followingSinceMs: number;
  /** Somebody said that there is news: read at once. */
  readonly readNow?: boolean;
  readonly policy: WithdrawalPolicy;
};

export type AwaitStatusResult =
  /** Differs from `lastSeen`. A money-back final comes only after its second read. */
  | { readonly kind: 'changed'; readonly record: WithdrawalRecord; readonly firstSeenAt: string }
  /** Complete reads have not shown it for `recordMissingMs`, or as long shown nothing of it that can be read. */
  | { readonly kind: 'missing'; readonly since: string; readonly unreadable?: boolean }
  | { readonly kind: 'deadline' };

export type CancelInput = {
  readonly account: string;
  readonly accountIdentity: string;
  readonly exchangeWithdrawalId: string;
  readonly clientWithdrawalId: string | null;
  /** The request's: it tells where kinds of destination are cancelled differently. */
  readonly network: string;
};

export type RevokeInput = { readonly account: string; readonly withdrawalId: string; readonly submission: number };

export type CheckResolutionInput = {
  readonly resolution: Resolution;
  readonly request: WithdrawalRequest;
  readonly candidates: readonly LostSubmission[];
  readonly submissions: readonly Submission[];
  readonly capabilities: Capabilities;
};
export type CheckResolutionAnswer =
  | { readonly kind: 'accepted'; readonly record: WithdrawalRecord | null; readonly submission: number }
  | { readonly kind: 'refused'; readonly because: string };

export type ContradictionInput = {
  readonly state: WithdrawalState;
  readonly candidates: readonly LostSubmission[];
  readonly until: string;
  readonly policy: WithdrawalPolicy;
};
export type ContradictionResult =
  | { readonly kind: 'quiet' }
  | { readonly kind: 'contradiction'; readonly text: string; readonly exchangeWithdrawalId: string | null };

export interface MoneyActivities {
  /** Checks the request against configuration and exchange, and fixes all that will be sent. Sends nothing. */
  prepareWithdrawal(input: PrepareInput): Promise<PrepareAnswer>;
  /**
   * Sends at most once per submission over all executions: the grant is the fence. Retried for ever while
   * nothing was granted.
   */
  submitWithdrawal(input: SubmitInput): Promise<SubmitResult>;
  /** Asks the exchange until it answers; the answer settles nothing. */
  requestCancel(input: CancelInput): Promise<CancelAnswer>;
  /** Refuses this submission its grant for good, unless it was granted before. */
  revokeGrant(input: RevokeInput): Promise<RevokeAnswer>;
  /** Tells the account what became of a submission; idempotent. */
  reportToAccount(input: OutcomeReport & { readonly account: string }): Promise<void>;
  /** Holds a person's decision against the exchange's records and the account's claims; adopts on `adopt`. */
  checkResolution(input: CheckResolutionInput): Promise<CheckResolutionAnswer>;
}

export interface FollowActivities {
  /** Returns only when the status changed, the record went missing, or the deadline came. */
  awaitStatusChange(input: AwaitStatusInput): Promise<AwaitStatusResult>;
  /** Looks for a lost submission with fresh reads. */
  findLostSubmission(input: FindLostInput): Promise<FindLostResult>;
  /** Looks on after settlement; returns at the first contradiction, or quiet at the end. */
  watchForContradiction(input: ContradictionInput): Promise<ContradictionResult>;
}
