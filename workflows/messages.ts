import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';

import type { LostSubmission } from '../activities/contract.ts';
import type {
  AccountPause,
  AccountView,
  AdoptAnswer,
  AdoptRequest,
  CatalogView,
  Claim,
  GrantAnswer,
  GrantNotNow,
  GrantRequest,
  HealthReport,
  OutcomeReport,
  Preflight,
  RevokeAnswer,
} from '../domain/accountState.ts';
import type { AssetRules } from '../domain/assetRules.ts';
import type { Capabilities } from '../domain/capabilities.ts';
import type { WithdrawalPolicy } from '../domain/policy.ts';
import type { Resolution, WithdrawalState } from '../domain/state.ts';
import type { WithdrawalRequest } from '../domain/withdrawal.ts';

/*
 * Every message that crosses into a workflow. Ids: `withdrawal/<withdrawalId>`, `account/<account>`,
 * `late-watch/<withdrawalId>`.
 */

export const withdrawalWorkflowType = 'withdrawalWorkflow';
export const accountWorkflowType = 'accountWorkflow';
export const lateWatchWorkflowType = 'lateWatchWorkflow';

export const withdrawalWorkflowId = (withdrawalId: string): string => `withdrawal/${withdrawalId}`;
export const accountWorkflowId = (account: string): string => `account/${account}`;
export const lateWatchWorkflowId = (withdrawalId: string): string => `late-watch/${withdrawalId}`;

/** Input of `withdrawalWorkflow`. Memo `request` holds the same request; memo `workerGroup` the group. */
export type WithdrawalInput = {
  readonly request: WithdrawalRequest;
  /** Decides the activity queues; from the account workflow's memo. */
  readonly workerGroup: string;
  /** Set by the client when an earlier run closed abnormally: look up, never send. */
  readonly recovery: boolean;
  /** State handed on by continue-as-new. */
  readonly carried?: CarriedWithdrawal;
};

/** Everything a run knows, as plain data. */
export type CarriedWithdrawal = {
  readonly state: WithdrawalState;
  readonly capabilities: Capabilities | null;
  readonly policy: WithdrawalPolicy;
  /** Submissions whose outcome is unknown. */
  readonly lost: readonly LostSubmission[];
  readonly everLost: readonly LostSubmission[];
  readonly lookalikes: readonly string[];
  readonly reviewVerdict: 'several' | 'none' | null;
  /** Why a late watch must follow, or null. */
  readonly lateWatchBecause: string | null;
  /** The exchange was asked to cancel and answered. */
  readonly cancelAnswered: boolean;
  readonly followingSinceMs: number | null;
};

export type CancelRequest = { readonly actor: string; readonly reason: string };

/** Asks for a cancel. May be sent any number of times, at any time; the outcome is in the state. */
export const cancelWithdrawalSignal = defineSignal<[CancelRequest]>('cancelWithdrawal');

/**
 * A person decides. Refused (nothing recorded) outside of review or without actor and evidence; answers the
 * state after it.
 */
export const resolveWithdrawalUpdate = defineUpdate<WithdrawalState, [Resolution]>('resolveWithdrawal');

/**
 * Asks for a read now, such as after an exchange's webhook. Refused without an event where it would come too
 * often or nothing is followed.
 */
export const nudgeWithdrawalUpdate = defineUpdate<void>('nudgeWithdrawal');

export const withdrawalStateQuery = defineQuery<WithdrawalState>('withdrawalState');

/**
 * How long a workflow task of an account may take. A run that fell out of the worker's cache is replayed
 * whole, up to 4,096 events, before it answers: ten of them at once on a busy machine took longer than the
 * usual ten seconds, and began anew.
 */
export const accountTaskTimeout = '30 seconds';

/** Input of `accountWorkflow`; memo holds `adapter`, `workerGroup`, `accountIdentity`. */
export type AccountInput = {
  readonly account: string;
  readonly workerGroup: string;
  readonly accountIdentity: string | null;
  readonly capabilities: Capabilities;
  /** How long a claim is remembered. */
  readonly claimLifetimeMs: number;
  /** State handed on by continue-as-new, or rebuilt by `withdrawals account restore`. */
  readonly carried?: CarriedAccount;
};

export type CarriedAccount = {
  readonly paused: AccountPause | null;
  readonly openClaims: readonly Claim[];
  /** Lane key → holder; kept apart because a lane outlives its claim's execution. */
  readonly lanes: readonly {
    readonly key: string;
    readonly holder: string;
    readonly submission: number;
    readonly since: string;
  }[];
  /** Closed claims by the hour they were granted in, compact: they are many, and kept for the claims' lifetime. */
  readonly closed: readonly ClosedClaims[];
  readonly health: readonly HealthReport[];
  readonly catalog: readonly AssetRules[] | null;
  readonly grants: number;
  /** Tokens whose grant was given back, the latest; missing in what runs of before handed on. */
  readonly handedBack?: readonly string[];
};

/** `[withdrawalId, submission, outcome, exchangeWithdrawalId or '']` per claim. */
export type ClosedClaims = {
  readonly hour: number;
  readonly claims: readonly (readonly [string, number, Claim['outcome'], string])[];
};

/**
 * Asks for single-use grants, of submits that run at the same time; answered in their order. When none can be given the
 * validator refuses: an ApplicationFailure of type `NoneGranted` with the answers as its detail, and no event.
 */
export const requestGrantsUpdate = defineUpdate<readonly (GrantAnswer | GrantNotNow)[], [readonly GrantRequest[]]>(
  'requestGrants',
);
/** Closes the door before any grant: answers `alreadyGranted` if one was ever given. */
export const revokeGrantUpdate = defineUpdate<RevokeAnswer, [{ withdrawalId: string; submission: number }]>(
  'revokeGrant',
);
/** Tells what became of submissions, of any number at once. */
export const reportOutcomesSignal = defineSignal<[readonly OutcomeReport[]]>('reportOutcomes');
/** Claims an exchange id for a withdrawal; refused by name when another has it. */
export const adoptUpdate = defineUpdate<AdoptAnswer, [AdoptRequest]>('adopt');
export const pauseAccountUpdate = defineUpdate<AccountView, [{ actor: string; reason: string }]>('pauseAccount');
export const resumeAccountUpdate = defineUpdate<AccountView, [{ actor: string; reason: string }]>('resumeAccount');
/** Frees the lane of a holder whose workflow was terminated; the claim itself stays. */
export const takeoverLaneUpdate = defineUpdate<
  AccountView,
  [{ withdrawalId: string; actor: string; evidence: string }]
>('takeoverLane');
export const reportHealthSignal = defineSignal<[HealthReport]>('reportHealth');
export const updateCatalogSignal = defineSignal<[readonly AssetRules[] | null]>('updateCatalog');
export const accountStateQuery = defineQuery<AccountView>('accountState');
/** Which claim, if any, this submission has. */
export const claimQuery = defineQuery<Claim | null, [{ withdrawalId: string; submission: number }]>('claim');
/** Whether a grant would be given now, without asking for it. */
export const preflightQuery = defineQuery<
  Preflight,
  [{ withdrawalId: string; submission: number; laneKey: string | null }]
>('preflight');
/** Which of these exchange ids are claimed, and by which withdrawalId. */
export const claimedIdsQuery = defineQuery<Record<string, string>, [readonly string[]]>('claimedIds');
export const catalogQuery = defineQuery<CatalogView, [{ asset: string }]>('catalog');

/** Input of `lateWatchWorkflow`: what settled, and what would contradict it. */
export type LateWatchInput = {
  readonly state: WithdrawalState;
  readonly policy: WithdrawalPolicy;
  readonly lost: readonly LostSubmission[];
  readonly because: string;
  readonly workerGroup: string;
  /** ISO 8601 UTC. */
  readonly until: string;
};

export type LateWatchView = {
  readonly withdrawalId: string;
  readonly until: string;
  readonly contradiction: {
    readonly at: string;
    readonly text: string;
    readonly exchangeWithdrawalId: string | null;
  } | null;
  readonly acknowledged: { readonly at: string; readonly actor: string; readonly evidence: string } | null;
};

/** A person has seen the contradiction; closes the watch. Refused while there is none. */
export const acknowledgeUpdate = defineUpdate<LateWatchView, [{ actor: string; evidence: string }]>('acknowledge');
export const lateWatchQuery = defineQuery<LateWatchView>('lateWatch');
