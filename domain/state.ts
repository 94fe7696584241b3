import type { AttentionReason } from './attention.ts';
import type { FailureReason } from './failure.ts';
import type { MoneyLeft } from './moneyLeft.ts';
import type { Phase } from './phase.ts';
import type { FinalStatus, WithdrawalStatus } from './status.ts';
import type { SubmitIntent, WithdrawalRecord, WithdrawalRequest } from './withdrawal.ts';

/** One line of the timeline. It has every status change, in the exchange's word and in ours, and every decision. */
export type TimelineEntry = {
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly kind: 'phase' | 'status' | 'submit' | 'cancel' | 'deadline' | 'review' | 'resolution' | 'attention';
  readonly text: string;
  readonly status?: WithdrawalStatus;
  readonly exchangeStatus?: string;
};

/** One submission and what became of it. Number 1 is the first; a person's `resubmit` makes further ones. */
export type Submission = {
  readonly number: number;
  readonly intent: SubmitIntent;
  readonly outcome: 'open' | 'accepted' | 'rejected' | 'notSent' | 'unknown';
  readonly reason: FailureReason | null;
  readonly message: string | null;
};

/** What a cancel has come to. `tooLate`: the withdrawal was sent and ended in another way than by the cancel. */
export type CancelOutcome = 'pending' | 'cancelledBeforeSubmit' | 'cancelled' | 'tooLate' | 'notSupported';

export type CancelState = {
  readonly requestedAt: string;
  readonly cause: 'signal' | 'deadline' | 'temporal';
  readonly actor: string;
  readonly reason: string;
  readonly outcome: CancelOutcome;
  /** What the exchange last answered. It settles nothing; only the record does. */
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

/** What a person may decide. `confirmClaimed`: funds on L1; `acknowledge`: a late watch; the others: a review. */
export type ResolutionKind = 'adopt' | 'confirmNotSent' | 'resubmit' | 'abandon' | 'confirmClaimed' | 'acknowledge';

export type Resolution = {
  readonly kind: ResolutionKind;
  /** For `adopt`. */
  readonly exchangeWithdrawalId?: string;
  /** For `confirmClaimed`. */
  readonly txid?: string;
  readonly actor: string;
  /** What the person looked at and what it showed. Kept in the timeline. */
  readonly evidence: string;
};

/** Everything a withdrawal workflow knows, as plain data. Its state query answers this. */
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
  /** What it waits for, in plain words. */
  readonly waitingFor: string;
  /** True when an earlier run closed abnormally, such as by Terminate. This run looks up and never sends by itself. */
  readonly recovery: boolean;
  readonly timeline: readonly TimelineEntry[];
  /** How many of the oldest entries were dropped to keep the timeline short. */
  readonly timelineDropped: number;
};

/** The result of a withdrawal workflow. */
export type WithdrawalResult = {
  readonly withdrawalId: string;
  /** Null when the exchange never accepted anything: refused by validation, or cancelled before the submit. */
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
