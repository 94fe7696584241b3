import type { RequestPriority } from '../../domain/capabilities.ts';

/** One HTTP request, already signed. */
export type HttpRequest = {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Absolute, query included. */
  readonly url: string;
  /** Method and path template for errors and logs: `POST /viewer/withdrawals/{guid}/cancel`. */
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Exactly the bytes that were signed. */
  readonly body?: string;
  /** Which limit it counts against. */
  readonly scope: string;
  /** `taken`: the caller already has the turn (submit, just before its grant). */
  readonly turn: RequestPriority | 'taken';
  readonly timeoutMs?: number;
  /** True for the send of money: a connection of its own, so that socket state can prove it was never sent. */
  readonly freshConnection?: boolean;
  readonly signal?: AbortSignal;
  /** Called when it gets its turn, before anything is sent. */
  readonly onTurn?: () => void;
};

/** What one sending of a request adds to what the request says. */
export type SendOptions = Pick<HttpRequest, 'turn' | 'signal' | 'onTurn' | 'freshConnection'>;

/** What became of it. Never an exception, never a header beyond these two. */
export type HttpAnswer =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly body: string;
      /** The exchange's clock, from its Date header. */
      readonly dateMs: number | null;
      readonly retryAfterMs: number | null;
    }
  /** Surely never sent: not connected, TLS not up, or no byte written. */
  | { readonly kind: 'notSent'; readonly code: string }
  /** Anything else: it may have arrived. */
  | { readonly kind: 'noAnswer'; readonly code: string };

/** The only way out to an exchange: one request, no retry, no redirect, bounded in time. Never throws. */
export interface HttpPort {
  send(request: HttpRequest): Promise<HttpAnswer>;
  /** Call it when a body says *too often* without HTTP 429: the whole scope waits. */
  holdBack?(scope: string, forMs: number): void;
}
