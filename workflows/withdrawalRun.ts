import { condition, setCurrentDetails } from '@temporalio/workflow';

import type { LostSubmission } from '../activities/contract.ts';
import type { AttentionReason } from '../domain/attention.ts';
import type { Capabilities } from '../domain/capabilities.ts';
import type { MoneyLeft } from '../domain/moneyLeft.ts';
import { defaultPolicy, type WithdrawalPolicy } from '../domain/policy.ts';
import type { CancelState, Settlement, Submission, WithdrawalState } from '../domain/state.ts';
import type { SubmitIntent } from '../domain/withdrawal.ts';
import { followActivities, moneyActivities, reportActivity, submitActivity } from './activityOptions.ts';
import { appendToTimeline, type NewEntry } from './appendToTimeline.ts';
import { describeState } from './describeState.ts';
import { hasEarlierRun } from './hasEarlierRun.ts';
import { initialState } from './initialState.ts';
import type { CarriedWithdrawal, WithdrawalInput } from './messages.ts';
import { now } from './now.ts';
import { publishSearchAttributes, type SearchAttributeValues } from './searchAttributes.ts';
import { untilAnswered } from './untilAnswered.ts';

/** One run of a withdrawal: the state that all phases read and change, and the activities that they may call. */
export class WithdrawalRun {
  readonly workerGroup: string;
  state: WithdrawalState;
  policy: WithdrawalPolicy = defaultPolicy;
  /** Null until the request has been validated. */
  capabilities: Capabilities | null = null;
  /** Submissions whose outcome is unknown, oldest first. */
  lost: readonly LostSubmission[] = [];
  /** Every submission whose outcome was ever unknown: the late watch looks for all of them. */
  everLost: readonly LostSubmission[] = [];
  /** Exchange ids of records that could be this withdrawal, as a person saw them in review. */
  lookalikes: readonly string[] = [];
  /** What the last look-up came to. */
  reviewVerdict: 'several' | 'none' | null = null;
  /** Why a late watch must follow, or null. */
  lateWatchBecause: string | null = null;
  followingSinceMs: number | null = null;
  /** The exchange has answered our request to cancel. Until then the request is repeated. */
  cancelAnswered = false;
  /** A person's decision is being checked. Nothing else may settle the review meanwhile. */
  resolving = false;
  /** A read was asked for, and no wait has begun since. */
  nudged = false;
  /** When this run took its last nudge, Unix ms; 0 if it never did. */
  nudgedAtMs = 0;
  /** The account does not know yet what became of its grant. */
  unreported = false;

  private published: SearchAttributeValues;

  constructor(input: WithdrawalInput) {
    this.workerGroup = input.workerGroup;
    this.state = input.carried?.state ?? initialState(input);
    // The client writes these when it starts the workflow, and continue-as-new keeps the last ones.
    this.published = searchAttributesOf(this.state);
    if (input.carried === undefined) return;
    const { state: _state, ...memory } = input.carried;
    Object.assign(this, memory);
  }

  money = () => untilAnswered(moneyActivities(this.workerGroup), this.noteTrouble);
  submit = () => untilAnswered(submitActivity(this.workerGroup), this.noteTrouble);
  report = () => reportActivity(this.workerGroup);
  follow = () => untilAnswered(followActivities(this.workerGroup, this.policy), this.noteTrouble);

  /** Changes the state, adds the entries to the timeline and updates what Temporal's list and detail pages show. */
  change(patch: Partial<WithdrawalState>, ...entries: readonly NewEntry[]): void {
    this.state = { ...this.state, ...patch, ...appendToTimeline(this.state, now(), entries) };
    const after = searchAttributesOf(this.state);
    publishSearchAttributes(this.published, after);
    this.published = after;
    setCurrentDetails(describeState(this.state));
  }

  /** Hands the withdrawal to a person; `text` says why. */
  sendToReview(text: string): void {
    this.change({ phase: 'NEEDS_REVIEW' }, { kind: 'review', text });
  }

  /** Ends the withdrawal. Must not be called again once it is settled. */
  settle(
    settlement: Omit<Settlement, 'at'>,
    moneyLeft: MoneyLeft,
    patch: Partial<WithdrawalState> = {},
    ...entries: readonly NewEntry[]
  ): void {
    // A refusal by validation says nothing about what an earlier run may have sent before a Reset.
    if (settlement.by === 'validation' && hasEarlierRun()) {
      const because = settlement.message ?? '';
      this.sendToReview(`not submitted by this run: ${because}; an earlier run may have sent it`);
      return;
    }
    const status = patch.status ?? this.state.status;
    this.change(
      {
        ...patch,
        phase: 'SETTLED',
        moneyLeft,
        attention: null,
        settlement: { at: now(), ...settlement },
        waitingFor: 'nothing: settled',
        cancel: patch.cancel === undefined ? settledCancel(this.state.cancel, status) : patch.cancel,
      },
      ...entries,
      { kind: 'phase', text: `SETTLED: ${settlement.message ?? status ?? settlement.by}` },
    );
  }

  /** The submission that is under way, or the last one. */
  get submission(): Submission | null {
    return this.state.submissions.at(-1) ?? null;
  }

  changeSubmission(patch: Partial<Submission>): void {
    const last = this.submission;
    if (last === null) return;
    this.state = { ...this.state, submissions: [...this.state.submissions.slice(0, -1), { ...last, ...patch }] };
  }

  /** What was sent for the record that is followed. After a resubmit that need not be the last submission. */
  get acceptedIntent(): SubmitIntent | null {
    const accepted = this.state.submissions.find((one) => one.outcome === 'accepted');
    return (accepted ?? this.submission)?.intent ?? null;
  }

  /** Adds a submission whose outcome is unknown. */
  addLost(submission: LostSubmission): void {
    this.lost = [...this.lost, submission];
    this.everLost = [...this.everLost, submission];
  }

  /**
   * The lost submissions that a look-up may settle. One that was held back was never sent, so only a person can say
   * that a record belongs to it.
   */
  get lookUpCandidates(): readonly LostSubmission[] {
    return this.lost.filter((one) => one.heldBack !== true);
  }

  /** Sets or clears the reason for a person to look. Does nothing when it does not change. */
  setAttention(reason: AttentionReason | null, text?: string): void {
    if (this.state.attention === reason) return;
    const standard = reason === null ? 'attention no longer needed' : `needs attention: ${reason}`;
    this.change({ attention: reason }, { kind: 'attention', text: text ?? standard });
  }

  /** True when a cancel was asked for and has no outcome yet. */
  get cancelPending(): boolean {
    return this.state.cancel?.outcome === 'pending';
  }

  /** Resolves as soon as a cancel is pending; at once if one already is. */
  whenCancelPending(): Promise<'cancel'> {
    return condition(() => this.cancelPending).then(() => 'cancel' as const);
  }

  /** False only when every earlier submission surely moved no money, and no earlier run may have sent one. */
  get earlierMayHaveMovedMoney(): boolean {
    const earlier = this.state.submissions.slice(0, -1);
    return this.state.recovery || earlier.some((one) => one.outcome !== 'rejected' && one.outcome !== 'notSent');
  }

  private readonly noteTrouble = (text: string): void => this.change({}, { kind: 'phase', text });

  /** Everything that the next run needs, as plain data. */
  carry(): CarriedWithdrawal {
    return {
      state: this.state,
      capabilities: this.capabilities,
      policy: this.policy,
      lost: this.lost,
      everLost: this.everLost,
      lookalikes: this.lookalikes,
      reviewVerdict: this.reviewVerdict,
      lateWatchBecause: this.lateWatchBecause,
      cancelAnswered: this.cancelAnswered,
      followingSinceMs: this.followingSinceMs,
    };
  }
}

function searchAttributesOf(state: WithdrawalState): SearchAttributeValues {
  const { phase, status, attention, exchangeWithdrawalId, txid } = state;
  return { phase, status, attention, exchangeWithdrawalId, txid };
}

/** The cancel after settlement: one that is still pending gets its outcome from how the withdrawal ended. */
function settledCancel(cancel: CancelState | null, status: WithdrawalState['status']): CancelState | null {
  if (cancel === null || cancel.outcome !== 'pending') return cancel;
  return { ...cancel, outcome: status === 'CANCELLED' ? 'cancelled' : 'tooLate' };
}
