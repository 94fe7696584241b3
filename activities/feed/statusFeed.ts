import type { OpenWithdrawal } from '../../exchanges/exchange.ts';
import type { FeedAnswer } from './feedEntries.ts';
import type { Expectation, Observation } from './observation.ts';

export type FeedWait = {
  readonly target: OpenWithdrawal;
  readonly followingSinceMs: number;
  readonly expectation: Expectation;
  readonly signal: AbortSignal;
};

export type FeedStats = {
  readonly waiters: number;
  readonly reads: number;
  readonly failedReads: number;
  readonly entries: number;
};

/** Reads the status of all open withdrawals of one account for all that wait in this process. */
export interface StatusFeed {
  /** Resolves at the first read after this call that differs from what is expected. Never rejects. */
  wait(wait: FeedWait): Promise<FeedAnswer>;
  /** Reads this one (or all) as soon as possible. */
  nudge(exchangeWithdrawalId?: string): void;
  /** What is known of one: its observation and the trouble that reads are in. */
  look(exchangeWithdrawalId: string): {
    readonly observation: Observation;
    readonly trouble: { readonly sinceMs: number; readonly message: string } | null;
  };
  /** Answers all waiters `closing`, spread over up to `spreadMs` (default 2 s); later waits at once. */
  shutdown(spreadMs?: number): Promise<void>;
  /** The same at once. */
  close(): void;
  /** Aborted as soon as shutdown begins. */
  readonly closing: AbortSignal;
  stats(): FeedStats;
}
