import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';

import type { LostSubmission } from '../../activities/contract.ts';
import type { Capabilities } from '../../domain/capabilities.ts';
import type { WithdrawalPolicy } from '../../domain/policy.ts';
import type { Resolution, WithdrawalState } from '../../domain/state.ts';
import type { WithdrawalRequest } from '../../domain/withdrawal.ts';

export const withdrawalWorkflowType = 'withdrawalWorkflow';

export const withdrawalWorkflowId = (withdrawalId: string): string => `withdrawal/${withdrawalId}`;

/** Input of `withdrawalWorkflow`. Its memo holds the same `request` and `workerGroup`. */
export type WithdrawalInput = {
  readonly request: WithdrawalRequest;
  /** Decides the task queues of its activities. Comes from the memo of the account's workflow. */
  readonly workerGroup: string;
  /** True after an earlier run that closed abnormally: this run looks up and never sends by itself. */
  readonly recovery: boolean;
  /** Handed on by continue-as-new. */
  readonly carried?: CarriedWithdrawal;
};

/** Everything a run knows, as plain data. */
export type CarriedWithdrawal = {
  readonly state: WithdrawalState;
  readonly capabilities: Capabilities | null;
  readonly policy: WithdrawalPolicy;
  /** Submissions whose outcome is unknown, oldest first. */
  readonly lost: readonly LostSubmission[];
  /** Every submission whose outcome was ever unknown. */
  readonly everLost: readonly LostSubmission[];
  /** Exchange ids of records that could be this withdrawal, as a person saw them in review. */
  readonly lookalikes: readonly string[];
  /** What the last look-up came to. */
  readonly reviewVerdict: 'several' | 'none' | null;
  /** Why a late watch must follow, or null. */
  readonly lateWatchBecause: string | null;
  /** The exchange has answered our request to cancel. */
  readonly cancelAnswered: boolean;
  readonly followingSinceMs: number | null;
};

export type CancelRequest = { readonly actor: string; readonly reason: string };

/**
 * Asks for a cancel. May be sent any number of times, at any time, by any Temporal client and without data. The outcome
 * is in the state.
 */
export const cancelWithdrawalSignal = defineSignal<[sent?: CancelRequest]>('cancelWithdrawal');

/**
 * Hands over a person's decision and returns the state after it. Refused without an event outside of review, or
 * without actor and evidence.
 */
export const resolveWithdrawalUpdate = defineUpdate<WithdrawalState, [Resolution]>('resolveWithdrawal');

/**
 * Asks for a read of the status now, such as after an exchange's webhook. Refused without an event when nothing is
 * followed, or when the last one was only a moment ago.
 */
export const nudgeWithdrawalUpdate = defineUpdate<void>('nudgeWithdrawal');

export const withdrawalStateQuery = defineQuery<WithdrawalState>('withdrawalState');
