import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';

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
  Lane,
  OutcomeReport,
  Preflight,
  RevokeAnswer,
} from '../../domain/accountState.ts';
import type { AssetRules } from '../../domain/assetRules.ts';
import type { Capabilities } from '../../domain/capabilities.ts';

export const accountWorkflowType = 'accountWorkflow';

export const accountWorkflowId = (account: string): string => `account/${account}`;

/**
 * How long a workflow task of an account may take. A run that fell out of the worker's cache is replayed before it
 * answers, up to 4,096 events. On a busy machine ten such replays at once took longer than the usual ten seconds
 * (decision 0012).
 */
export const accountTaskTimeout = '30 seconds';

/** Input of `accountWorkflow`. Its memo holds `adapter`, `workerGroup` and `accountIdentity`. */
export type AccountInput = {
  readonly account: string;
  readonly workerGroup: string;
  readonly accountIdentity: string | null;
  readonly capabilities: Capabilities;
  /** How long a claim is remembered. */
  readonly claimLifetimeMs: number;
  /** Handed on by continue-as-new, or rebuilt by `withdrawals account restore`. */
  readonly carried?: CarriedAccount;
};

/** Everything an account remembers, as plain data. */
export type CarriedAccount = {
  readonly paused: AccountPause | null;
  readonly openClaims: readonly Claim[];
  /** Kept apart from the claims, because a takeover frees a lane and leaves the claim. */
  readonly lanes: readonly Lane[];
  /** By the hour in which they were granted. */
  readonly closed: readonly ClosedClaims[];
  readonly health: readonly HealthReport[];
  readonly catalog: readonly AssetRules[] | null;
  readonly grants: number;
  /** Tokens of executions that ended without a send, the latest ones. Missing in state from older runs. */
  readonly handedBack?: readonly string[];
};

/** The closed claims of one hour since 1970, in short form because there are many. */
export type ClosedClaims = { readonly hour: number; readonly claims: readonly ClosedClaim[] };

/** The exchange id is '' where none is known. */
export type ClosedClaim = readonly [
  withdrawalId: string,
  submission: number,
  outcome: Claim['outcome'],
  exchangeWithdrawalId: string,
];

type SubmissionId = { withdrawalId: string; submission: number };
type PersonAndReason = { actor: string; reason: string };
type TakeoverRequest = { withdrawalId: string; actor: string; evidence: string };

/**
 * Asks for single-use grants for several submits at once, answered in the same order. When none can be given, the
 * validator refuses with an ApplicationFailure of type `NoneGranted` that has the answers as its detail; no event is
 * written then.
 */
export const requestGrantsUpdate = defineUpdate<readonly (GrantAnswer | GrantNotNow)[], [readonly GrantRequest[]]>(
  'requestGrants',
);
/** Refuses a submission for good; answers `alreadyGranted` if it was granted before. */
export const revokeGrantUpdate = defineUpdate<RevokeAnswer, [SubmissionId]>('revokeGrant');
/** Reports what became of submissions, of any number at once. May be repeated. */
export const reportOutcomesSignal = defineSignal<[readonly OutcomeReport[]]>('reportOutcomes');
/** Claims an exchange id for a withdrawal. Refused when another withdrawal has it; the answer names that one. */
export const adoptUpdate = defineUpdate<AdoptAnswer, [AdoptRequest]>('adopt');
export const pauseAccountUpdate = defineUpdate<AccountView, [PersonAndReason]>('pauseAccount');
export const resumeAccountUpdate = defineUpdate<AccountView, [PersonAndReason]>('resumeAccount');
/** Frees the lanes of a withdrawal whose workflow was terminated. Its claims stay. */
export const takeoverLaneUpdate = defineUpdate<AccountView, [TakeoverRequest]>('takeoverLane');
export const reportHealthSignal = defineSignal<[HealthReport]>('reportHealth');
export const updateCatalogSignal = defineSignal<[readonly AssetRules[] | null]>('updateCatalog');
export const accountStateQuery = defineQuery<AccountView>('accountState');
/** The claim of a submission, or null. */
export const claimQuery = defineQuery<Claim | null, [SubmissionId]>('claim');
/** Whether a grant would be given now, without asking for it. */
export const preflightQuery = defineQuery<Preflight, [SubmissionId & { laneKey: string | null }]>('preflight');
/** Which of these exchange ids are claimed, and by which withdrawal: exchange id → withdrawalId. */
export const claimedIdsQuery = defineQuery<Record<string, string>, [readonly string[]]>('claimedIds');
export const catalogQuery = defineQuery<CatalogView, [{ asset: string }]>('catalog');
