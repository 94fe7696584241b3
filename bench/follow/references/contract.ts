import type { WithdrawalRecord } from '../../../domain/withdrawal.ts';

export const referenceTaskQueue = 'follow-reference';

/** Input of a reference workflow: a withdrawal that the exchange has already accepted. */
export type FollowInput = {
  readonly exchangeWithdrawalId: string;
  readonly clientWithdrawalId: string | null;
  readonly asset: string;
  readonly notBeforeMs: number;
  readonly cadenceMs: number;
};

export type Sight = Pick<WithdrawalRecord, 'status' | 'exchangeStatus' | 'txid'>;

/** In the form of the product's result, so that both are read in the same way. */
export type FollowResult = {
  readonly exchangeWithdrawalId: string;
  readonly state: { readonly timeline: readonly ({ readonly at: string; readonly kind: 'status' } & Sight)[] };
};

export type ReferenceActivities = {
  /** Reads one record once. */
  readStatus(input: FollowInput): Promise<Sight>;
  /** The same, but fails retryably, with the cadence as delay, until the record differs from `lastSeen`. */
  readUntilChanged(input: FollowInput, lastSeen: Sight | null): Promise<Sight>;
};
