import type { ScriptStatus } from '../../simulator/index.ts';

export type RateLimit = { readonly requests: number; readonly perMs: number };

/** A change of one withdrawal's status at a known time. */
export type StatusChange = {
  readonly exchangeWithdrawalId: string;
  readonly status: ScriptStatus;
  readonly atMs: number;
};

/** What a bench can ask of its exchange process. */
export type ExchangeOrder =
  | { readonly kind: 'counts' }
  | { readonly kind: 'rateLimit'; readonly rateLimit: RateLimit }
  | { readonly kind: 'open' }
  | { readonly kind: 'plan'; readonly changes: readonly StatusChange[] }
  | { readonly kind: 'changedAt' };

export type ExchangeAnswer = { readonly id: number; readonly value: unknown };

export type ExchangeCounts = {
  readonly byEndpoint: Readonly<Record<string, number>>;
  readonly refused: number;
  readonly accepted: number;
};

export type KnownWithdrawal = {
  readonly exchangeWithdrawalId: string;
  readonly clientWithdrawalId: string | null;
  readonly address: string;
  readonly acceptedAtMs: number;
  readonly accountId: string;
};

/** When each status was first shown, in milliseconds, by exchange withdrawal id and the simulator's status. */
export type ChangeTimes = Readonly<Record<string, Readonly<Record<string, number>>>>;
