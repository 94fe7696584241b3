import type { AttentionReason } from './attention.ts';
import type { FailureReason } from './failure.ts';
import type { MoneyLeft } from './moneyLeft.ts';
import type { Phase } from './phase.ts';
import type { FinalStatus, WithdrawalStatus } from './status.ts';
import type { SubmitIntent, WithdrawalRecord, WithdrawalRequest } from './withdrawal.ts';

/** One line of the timeline: every status change, verbatim and unified, and every decision of ours. */
export type TimelineEntry = {
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly kind: 'phase' | 'status' | 'submit' | 'cancel' | 'deadline' | 'review' | 'resolution' | 'attention';
  readonly text: string;
  readonly status?: WithdrawalStatus;
  readonly exchangeStatus?: string;
};

/** What came of one submission (1 is the first; a person's `resubmit` makes further ones). */
export type Submission = {
  readonly number: number;
  readonly intent: SubmitIntent;
  readonly outcome: 'open' | 'accepted' | 'rejected' | 'notSent' | 'unknown';
  readonly reason: FailureReason | null;
  readonly message: string | null;
};

/** How a cancel stands, told honestly. */
export type CancelOutcome = 'pending' | 'cancelledBeforeSubmit' | 'cancelled' | 'tooLate' | 'notSupported';

export type CancelState = {
  readonly requestedAt: string;
  readonly cause: 'signal' | 'deadline' | 'temporal';
  readonly actor: string;
  readonly reason: string;
  readonly outcome: CancelOutcome;
  /** What the exchange answered to the last ask; it settles nothing. */
  readonly lastAnswer: string | null;
};

/** How the withdrawal ended. */
export type Settlement = {
  readonly at: string;
  readonly by: 'record' | 'refusal' | 'validation' | 'cancelBeforeSubmit' | 'deadlineBeforeSubmit' | 'resolution';
  readonly reason: FailureReason | ValidationReason | ResolutionKind | null;
  readonly message: string | null;
};

export type ValidationReason = 'invalidRequest' | 'requestTooOld' | 'deadlinePassed';

/** What a person may decide in review, and the acknowledgement of a late contradiction. */
export type ResolutionKind = 'adopt' | 'confirmNotSent' | 'resubmit' | 'abandon' | 'confirmClaimed' | 'acknowledge';

export type Resolution = {
  readonly kind: ResolutionKind;
  /** For `adopt`. */
  readonly exchangeWithdrawalId?: string;
  /** For `confirmClaimed`. */
  readonly txid?: string;
  readonly actor: string;
  /** What was looked at and what it showed; kept in the timeline. */
  readonly evidence: string;
};

/** Everything a withdrawal workflow knows: the answer of its state query and the base of its result. Plain data. */
export type WithdrawalState = {
  readonly request: WithdrawalRequest;
  readonly phase: Phase;
  readonly status: WithdrawalStatus | null;
  readonly exchangeStatus: string | null;
  readonly moneyLeft: MoneyLeft;
  readonly attention: AttentionReason | null;
  readonly accountIdentity: string | null;
  readonly exchangeWithdrawalId: string | null;
  readonly txid: string | null;
  readonly record: WithdrawalRecord | null;
  readonly submissions: readonly Submission[];
  readonly cancel: CancelState | null;
  readonly settlement: Settlement | null;
  /** What is being waited for, in plain words. */
  readonly waitingFor: string;
  /**
   * True when this run came after a Terminate, Reset or other abnormal close: it looks up and never sends by
   * itself.
   */
  readonly recovery: boolean;
  readonly timeline: readonly TimelineEntry[];
  /** Entries dropped from the front of the timeline to keep it bounded. */
  readonly timelineDropped: number;
};

/** The result of a withdrawal workflow; also what `get` answers after it has closed. */
export type WithdrawalResult = {
  readonly withdrawalId: string;
  /** Null where nothing was ever accepted (refused at validation, cancelled before submit). */
  readonly status: FinalStatus | WithdrawalStatus | null;
  readonly moneyLeft: MoneyLeft;
  readonly exchangeWithdrawalId: string | null;
  readonly txid: string | null;
  readonly receivedAmount: string | null;
  readonly fee: string | null;
  readonly feeAsset: string | null;
  readonly cancel: CancelState | null;
  readonly settlement: Settlement;
  readonly state: WithdrawalState;
};
