import type { AssetRules } from './assetRules.ts';
import type { AttentionReason } from './attention.ts';
import type { Baseline } from './baseline.ts';

/**
 * A lane in use. A lane stands for all submits that the exchange's records could not tell apart; only one of them may
 * be under way at a time.
 */
export type Lane = {
  readonly key: string;
  /** The withdrawalId that holds it. */
  readonly holder: string;
  readonly submission: number;
  readonly since: string;
};

/**
 * The account's memory that a send was granted: once, where a repeat could pay twice; else as a permit, with which the
 * same may be sent again until it is answered. Kept for as long as the same request could be submitted again.
 */
export type Claim = {
  readonly withdrawalId: string;
  readonly submission: number;
  readonly token: string;
  readonly grantedAt: string;
  readonly laneKey: string | null;
  readonly baseline: Baseline | null;
  readonly outcome: 'open' | 'unknown' | 'accepted' | 'rejected' | 'revoked';
  readonly exchangeWithdrawalId: string | null;
  /** Somebody wanted it not to be sent after it was granted: no further send, and none at all if none has happened. */
  readonly stopped?: true;
};

export type GrantRequest = {
  readonly withdrawalId: string;
  readonly submission: number;
  /** Random; names one execution of the submit activity. */
  readonly token: string;
  readonly laneKey: string | null;
  readonly baseline: Baseline | null;
  /** A permit is asked for: a repeat with the same id does not pay twice. */
  readonly repeatable?: true;
};

export type GrantAnswer =
  | { readonly kind: 'granted' }
  /** Another execution has or had the grant. Send nothing, report unknown, and look up from this first baseline. */
  | { readonly kind: 'alreadyGranted'; readonly claim: Claim }
  /** Cancelled before any grant. Nothing was sent and nothing ever will be. */
  | { readonly kind: 'revoked' };

/** Why a grant was not given now. A refusal writes no event; ask again later. */
export type GrantRefusal = 'accountPaused' | 'laneBusy' | 'claimsFull' | 'handedBack';

/** Not granted, and nothing was recorded. Ask again later. */
export type GrantNotNow = { readonly kind: 'notNow'; readonly refusal: GrantRefusal; readonly message: string };

export type RevokeAnswer =
  | { readonly kind: 'revoked' }
  /** It may have been sent. The account refuses every further send. */
  | { readonly kind: 'alreadyGranted'; readonly claim: Claim };

/** `accountPaused`: ask again later. `stopped`: never again. */
export type RepeatRefusal = { readonly type: 'accountPaused' | 'stopped'; readonly message: string };

/**
 * Whether a submission would be granted now. Asked before anything is read from the exchange, so that a submit that has
 * to wait costs no requests.
 */
export type Preflight = {
  readonly claim: Claim | null;
  readonly refusal: { readonly type: GrantRefusal; readonly message: string } | null;
  /** Why a submission that was granted may not be sent again now, where a repeat is safe; null: it may. */
  readonly repeatRefusal: RepeatRefusal | null;
  /** The withdrawal that holds the lane: it may have a record there that its claim does not name yet. */
  readonly laneHolder: string | null;
};

export type OutcomeReport = {
  readonly withdrawalId: string;
  readonly submission: number;
  /** Null when the workflow reports, and not the execution that asked for the grant. */
  readonly token: string | null;
  readonly outcome: 'accepted' | 'rejected' | 'notSent' | 'unknown' | 'settled';
  readonly exchangeWithdrawalId: string | null;
};

export type AdoptRequest = {
  readonly withdrawalId: string;
  readonly submission: number;
  readonly exchangeWithdrawalId: string;
  /** True when a person chose this record. */
  readonly byPerson?: true;
};
export type AdoptAnswer =
  | { readonly kind: 'adopted' }
  | { readonly kind: 'claimedBy'; readonly withdrawalId: string }
  /** It was settled without a record. What a look-up finds now may belong to the next withdrawal on the lane. */
  | { readonly kind: 'settledWithout' }
  /** The lane was taken over from this other withdrawal, whose record may still show up. A person must decide. */
  | { readonly kind: 'contested'; readonly withdrawalId: string };

export type HealthReport = {
  /** Which worker reports it. */
  readonly worker: string;
  readonly attention: Extract<AttentionReason, 'exchangeUnreachable' | 'clockSkew' | 'accountMismatch'>;
  /** False: the trouble is over. */
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

/** What the account knows about one asset: the rules that a worker last read from the exchange. */
export type CatalogView = {
  /** Null: the exchange publishes no rules, they are too many to keep, or no worker has read them yet. */
  readonly rules: readonly AssetRules[] | null;
  /** All known assets, so that an error can name them when `rules` is empty. */
  readonly assets: readonly string[];
};
