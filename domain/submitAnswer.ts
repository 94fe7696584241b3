import type { FailureReason } from './failure.ts';
import type { WithdrawalRecord } from './withdrawal.ts';

/** What one send came to. Anything the adapter's tables do not list is `unknown`. */
export type SubmitAnswer =
  | {
      readonly kind: 'accepted';
      readonly exchangeWithdrawalId: string | null;
      readonly record: WithdrawalRecord | null;
    }
  /** The exchange said no, by a listed code: this send moved nothing. */
  | { readonly kind: 'rejected'; readonly reason: FailureReason; readonly message: string }
  /** Surely never reached the exchange's books: no byte left, or a listed nonce, clock or rate refusal. */
  | {
      readonly kind: 'notSent';
      readonly reason: FailureReason;
      readonly message: string;
      readonly retryAfterMs: number | null;
    }
  | { readonly kind: 'unknown'; readonly reason: FailureReason; readonly message: string };

/** What the exchange answered to a cancel; it settles nothing, only the record read afterwards does. */
export type CancelAnswer =
  | { readonly kind: 'taken'; readonly message: string }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'unknown'; readonly message: string };
