import type { AssetRules } from './assetRules.ts';
import type { AttentionReason } from './attention.ts';
import type { Baseline } from './baseline.ts';

/** A lane in use: no other submit that would look the same may go until it is free. */
export type Lane = {
  readonly key: string;
  readonly holder: string;
  readonly submission: number;
  readonly since: string;
};

/** The account's memory that a send was granted, kept for as long as the request could be submitted again. */
export type Claim = {
  readonly withdrawalId: string;
  readonly submission: number;
  readonly token: string;
  readonly grantedAt: string;
  readonly laneKey: string | null;
  readonly baseline: Baseline | null;
  readonly outcome: 'open' | 'unknown' | 'accepted' | 'rejected' | 'revoked';
  readonly exchangeWithdrawalId: string | null;
};

export type GrantRequest = {
  readonly withdrawalId: string;
  readonly submission: number;
  /** Random, of one execution of the submit activity. */
  readonly token: string;
  readonly laneKey: string | null;
  readonly baseline: Baseline | null;
};

export type GrantAnswer =
  | { readonly kind: 'granted' }
  /** Another execution has or had it: send nothing, report unknown, look up from this first baseline. */
  | { readonly kind: 'alreadyGranted'; readonly claim: Claim }
  /** Cancelled before any grant: nothing was sent and nothing ever will be. */
  | { readonly kind: 'revoked' };

/** Refusals of a grant that leave no trace in history: try again later. */
export type GrantRefusal = 'AccountPaused' | 'LaneBusy' | 'ClaimsFull' | 'HandedBack';

/** Not granted, and nothing remembered of it: ask again later. */
export type GrantNotNow = { readonly kind: 'notNow'; readonly refusal: GrantRefusal; readonly message: string };

export type RevokeAnswer =
  | { readonly kind: 'revoked' }
  | { readonly kind: 'alreadyGranted'; readonly claim: Claim }
  /** This exchange needs no grants, so there is no door to close. */
  | { readonly kind: 'noGrants' };

/**
 * May this submission be granted now? Asked before anything is read from the exchange, so that waiting costs
 * it nothing.
 */
export type Preflight = {
  readonly claim: Claim | null;
  readonly refusal: { readonly type: GrantRefusal; readonly message: string } | null;
  /** Who may have a record on this lane that its claim does not name yet. */ readonly laneHolder: string | null;
};

export type OutcomeReport = {
  readonly withdrawalId: string;
  readonly submission: number;
  /** Null when the workflow settles the matter, not the execution that sent. */
  readonly token: string | null;
  readonly outcome: 'accepted' | 'rejected' | 'notSent' | 'unknown' | 'settled';
  readonly exchangeWithdrawalId: string | null;
};

export type AdoptRequest = {
  readonly withdrawalId: string;
  readonly submission: number;
  readonly exchangeWithdrawalId: string;
  /** A person chose this very record. */
  readonly byPerson?: true;
};
export type AdoptAnswer =
  | { readonly kind: 'adopted' }
  | { readonly kind: 'claimedBy'; readonly withdrawalId: string }
  /** It was settled without a record: what a look-up that outlived it finds may be the next one's. */
  | { readonly kind: 'settledWithout' }
  /** The lane was taken over from this other one, whose own record may still show up: a person's to decide. */
  | { readonly kind: 'contested'; readonly withdrawalId: string };

export type HealthReport = {
  /** Which worker says so. */
  readonly worker: string;
  readonly attention: Extract<AttentionReason, 'exchangeUnreachable' | 'clockSkew' | 'accountMismatch'>;
  readonly active: boolean;
  readonly since: string;
  readonly message: string;
};

export type AccountPause = { readonly actor: string; readonly reason: string; readonly at: string };

/** What the account's state query answers. */
export type AccountView = {
  readonly account: string;
  readonly accountIdentity: string | null;
  readonly workerGroup: string;
  readonly paused: AccountPause | null;
  readonly lanes: readonly Lane[];
  readonly openClaims: readonly Claim[];
  readonly closedClaims: number;
  readonly adopted: number;
  readonly health: readonly HealthReport[];
  readonly grants: number;
  readonly assets: number;
};

/** The early check of a request, answered from the rules that workers last read from the exchange. */
export type CatalogView = {
  /** Null: this exchange publishes no rules, or no worker has read them yet. */
  readonly rules: readonly AssetRules[] | null;
  /** Known assets, to name alternatives when `rules` is empty. */
  readonly assets: readonly string[];
};
