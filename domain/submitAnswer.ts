import type { FailureReason } from './failure.ts';
import type { WithdrawalRecord } from './withdrawal.ts';

/** What one send came to. Every answer that the adapter's tables do not list is `unknown`. */
export type SubmitAnswer =
  | {
      readonly kind: 'accepted';
      readonly exchangeWithdrawalId: string | null;
      readonly record: WithdrawalRecord | null;
    }
  /** The exchange refused it with a listed code. This send moved no money. */
  | { readonly kind: 'rejected'; readonly reason: FailureReason; readonly message: string }
  /** Surely not executed: no byte was sent, or the exchange refused it with a listed nonce, clock or rate code. */
  | {
      readonly kind: 'notSent';
      readonly reason: FailureReason;
      readonly message: string;
      readonly retryAfterMs: number | null;
    }
  | { readonly kind: 'unknown'; readonly reason: FailureReason; readonly message: string };

/** What the exchange answered to a cancel. It settles nothing; only the record that is read afterwards does. */
export type CancelAnswer =
  | { readonly kind: 'taken'; readonly message: string }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'unknown'; readonly message: string };
