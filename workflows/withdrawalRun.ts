import { condition, setCurrentDetails } from '@temporalio/workflow';

import type { LostSubmission } from '../activities/contract.ts';
import type { AttentionReason } from '../domain/attention.ts';
import type { Capabilities } from '../domain/capabilities.ts';
import type { MoneyLeft } from '../domain/moneyLeft.ts';
import { defaultPolicy, type WithdrawalPolicy } from '../domain/policy.ts';
import type {
  CancelState,
  Settlement,
  Submission,
  TimelineEntry,
  WithdrawalResult,
  WithdrawalState,
} from '../domain/state.ts';
import type { SubmitIntent } from '../domain/withdrawal.ts';
import { followActivities, moneyActivities, reportActivity, submitActivity } from './activityOptions.ts';
import { describeState } from './describeState.ts';
import { isChained } from './isChained.ts';
import type { CarriedWithdrawal, WithdrawalInput } from './messages.ts';
import { publishSearchAttributes, type SearchAttributeValues } from './searchAttributes.ts';
import { untilAnswered } from './untilAnswered.ts';

const timelineLimit = 200;

/**
 * One withdrawal's memory and its hands: the state that every phase reads and changes, and the activities it
 * may use.
 */
export class WithdrawalRun {
  readonly workerGroup: string;
  state: WithdrawalState;
  policy: WithdrawalPolicy = defaultPolicy;
  capabilities: Capabilities | null = null;
  /** Submissions whose outcome is unknown, oldest first. */
  lost: readonly LostSubmission[] = [];
  /** Every submission whose outcome was ever unknown: the late watch looks for all of them. */
  everLost: readonly LostSubmission[] = [];
  /** Records that a person saw beside the one they chose. */
  lookalikes: readonly string[] = [];
  reviewVerdict: 'several' | 'none' | null = null;
  lateWatchBecause: string | null = null;
  followingSinceMs: number | null = null;
  /** The exchange answered the cancel; an unanswered one is repeated. */
  cancelAnswered = false;
  /** A person's decision is being checked; nothing else may settle the review meanwhile. */
  resolving = false;
  /** A read was asked for that no wait has taken on yet. */
  nudged = false;
  /** When the last nudge was taken; 0: never by this run. */
  nudgedAtMs = 0;
  /** The account has not yet been told what its grant came to. */
  unreported = false;

  private published: SearchAttributeValues;

  constructor(input: WithdrawalInput) {
    this.workerGroup = input.workerGroup;
    this.state = input.carried?.state ?? initialState(input);
    // The client wrote these at start; continue-as-new carries what was written last.
    this.published = searchAttributesOf(this.state);
    if (input.carried !== undefined) Object.assign(this, restored(input.carried));
  }

  money = () => untilAnswered(moneyActivities(this.workerGroup), this.noteTrouble);
  submit = () => untilAnswered(submitActivity(this.workerGroup), this.noteTrouble);
  report = () => reportActivity(this.workerGroup);
  follow = () => untilAnswered(followActivities(this.workerGroup, this.policy), this.noteTrouble);

  /** Changes the state and tells Temporal's list and detail pages; entries go to the timeline with the current time. */
  change(patch: Partial<WithdrawalState>, ...entries: readonly Omit<TimelineEntry, 'at'>[]): void {
    const at = now();
    const timeline = [...this.state.timeline, ...entries.map((entry) => ({ at, ...entry }))];
    const dropped = Math.max(0, timeline.length - timelineLimit);
    this.state = {
      ...this.state,
      ...patch,
      timeline: timeline.slice(dropped),
      timelineDropped: this.state.timelineDropped + dropped,
    };
    const after = searchAttributesOf(this.state);
    publishSearchAttributes(this.published, after);
    this.published = after;
    setCurrentDetails(describeState(this.state));
  }

  /** Ends the withdrawal. Never called twice: a settled state is only appended to. */
  settle(
    settlement: Omit<Settlement, 'at'>,
    moneyLeft: MoneyLeft,
    patch: Partial<WithdrawalState> = {},
    ...entries: readonly Omit<TimelineEntry, 'at'>[]
  ): void {
    // What cannot be sent any more may have been sent by the run that this one was reset from.
    if (settlement.by === 'validation' && isChained()) {
      this.change(
        { phase: 'NEEDS_REVIEW' },
        {
          kind: 'review',
          text: `not submitted by this run: ${settlement.message ?? ''}; an earlier run may have sent it`,
        },
      );
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

  /** The submission under way, or the last one. */
  get submission(): Submission | null {
    return this.state.submissions.at(-1) ?? null;
  }

  /** What the followed record was sent as; after a resubmit that need not be the last submission. */
  get acceptedIntent(): SubmitIntent | null {
    return (this.state.submissions.find((one) => one.outcome === 'accepted') ?? this.submission)?.intent ?? null;
  }

  /** From now on looked for in the exchange's records. */
  lose(submission: LostSubmission): void {
    this.lost = [...this.lost, submission];
    this.everLost = [...this.everLost, submission];
  }

  /** What may show up by itself. What was held back was never sent: only a person can know a record as its own. */
  get lookedFor(): readonly LostSubmission[] {
    return this.lost.filter((one) => one.heldBack !== true);
  }

  changeSubmission(patch: Partial<Submission>): void {
    const last = this.submission;
    if (last === null) return;
    this.state = { ...this.state, submissions: [...this.state.submissions.slice(0, -1), { ...last, ...patch }] };
  }

  attention(reason: AttentionReason | null, text?: string): void {
    if (this.state.attention === reason) return;
    this.change(
      { attention: reason },
      {
        kind: 'attention',
        text: text ?? (reason === null ? 'attention no longer needed' : `needs attention: ${reason}`),
      },
    );
  }

  /** True when a cancel was asked for and the matter is still open. */
  get cancelPending(): boolean {
    return this.state.cancel?.outcome === 'pending';
  }

  /** Resolves as soon as a cancel is pending; at once if it already is. */
  cancelArrived(): Promise<'cancel'> {
    return condition(() => this.cancelPending).then(() => 'cancel' as const);
  }

  /** True unless every earlier submission is known to have moved nothing. */
  get earlierMayHaveMovedMoney(): boolean {
    const earlier = this.state.submissions.slice(0, -1);
    return this.state.recovery || earlier.some((one) => one.outcome !== 'rejected' && one.outcome !== 'notSent');
  }

  private readonly noteTrouble = (text: string): void => this.change({}, { kind: 'phase', text });

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

  result(): WithdrawalResult {
    const { state } = this;
    if (state.settlement === null) throw new Error('a withdrawal has a result only once it is settled');
    return {
      withdrawalId: state.request.withdrawalId,
      status: state.status,
      moneyLeft: state.moneyLeft,
      exchangeWithdrawalId: state.exchangeWithdrawalId,
      txid: state.txid,
      receivedAmount: state.record?.receivedAmount ?? null,
      fee: state.record?.fee ?? null,
      feeAsset: state.record?.feeAsset ?? null,
      cancel: state.cancel,
      settlement: state.settlement,
      state,
    };
  }
}

/** Workflow time: the SDK replaces Date in the sandbox. */
export function now(): string {
  return new Date().toISOString();
}

function initialState(input: WithdrawalInput): WithdrawalState {
  return {
    request: input.request,
    phase: 'VALIDATING',
    status: null,
    exchangeStatus: null,
    // `no` is a promise that it never will be sent: it comes only with the settlement.
    moneyLeft: 'unknown',
    attention: null,
    accountIdentity: null,
    exchangeWithdrawalId: null,
    txid: null,
    record: null,
    submissions: [],
    cancel: null,
    settlement: null,
    waitingFor: 'the check of the request against the exchange',
    recovery: input.recovery,
    timeline: [
      {
        at: now(),
        kind: 'phase',
        text: input.recovery ? 'VALIDATING (recovery run: looks up, never sends by itself)' : 'VALIDATING',
      },
    ],
    timelineDropped: 0,
  };
}

function restored(carried: CarriedWithdrawal): Partial<WithdrawalRun> {
  const { state: _state, ...rest } = carried;
  return rest;
}

function searchAttributesOf(state: WithdrawalState): SearchAttributeValues {
  return {
    phase: state.phase,
    status: state.status,
    attention: state.attention,
    exchangeWithdrawalId: state.exchangeWithdrawalId,
    txid: state.txid,
  };
}

/** A cancel that is still pending when everything else is over has its answer in how it ended. */
function settledCancel(cancel: CancelState | null, status: WithdrawalState['status']): CancelState | null {
  if (cancel === null || cancel.outcome !== 'pending') return cancel;
  return { ...cancel, outcome: status === 'CANCELLED' ? 'cancelled' : 'tooLate' };
}
