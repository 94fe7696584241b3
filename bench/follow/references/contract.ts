import type { WithdrawalRecord } from '../../../domain/withdrawal.ts';

export const referenceTaskQueue = 'follow-reference';

/** What a reference workflow is started with: a withdrawal that the exchange has accepted already. */
export type FollowInput = {
  readonly exchangeWithdrawalId: string;
  readonly clientWithdrawalId: string | null;
  readonly asset: string;
  readonly notBeforeMs: number;
  readonly cadenceMs: number;
};

export type Sight = Pick<WithdrawalRecord, 'status' | 'exchangeStatus' | 'txid'>;

/** As the product's result tells it, so that both are read alike. */
export type FollowResult = {
  readonly exchangeWithdrawalId: string;
  readonly state: { readonly timeline: readonly ({ readonly at: string; readonly kind: 'status' } & Sight)[] };
};

export type ReferenceActivities = {
  /** One read of one record. */
  readStatus(input: FollowInput): Promise<Sight>;
  /**
   * The same, but fails retryably, to be tried again after the cadence, until the answer differs from what
   * was last seen.
   */
  readUntilChanged(input: FollowInput, lastSeen: Sight | null): Promise<Sight>;
};
