import type { FailureReason } from '../domain/failure.ts';

export type ExchangeErrorDetails = {
  readonly reason: FailureReason;
  readonly adapter: string;
  /** Method and path template, never a query or a body. */
  readonly endpoint: string;
  readonly httpStatus?: number | undefined;
  readonly wireCode?: string | undefined;
  readonly retryAfterMs?: number | undefined;
  /** Short, ours, safe to show; never the exchange's text unless it went through `redact`. */
  readonly note?: string | undefined;
};

/**
 * A failed read, in our words. Carries nothing of headers, query or body, so that it may be logged and kept
 * in history.
 */
export class ExchangeError extends Error {
  readonly reason: FailureReason;
  readonly adapter: string;
  readonly endpoint: string;
  readonly httpStatus: number | null;
  readonly wireCode: string | null;
  readonly retryAfterMs: number | null;

  constructor(details: ExchangeErrorDetails) {
    super(composeMessage(details));
    this.name = 'ExchangeError';
    this.reason = details.reason;
    this.adapter = details.adapter;
    this.endpoint = details.endpoint;
    this.httpStatus = details.httpStatus ?? null;
    this.wireCode = details.wireCode ?? null;
    this.retryAfterMs = details.retryAfterMs ?? null;
  }
}

function composeMessage(details: ExchangeErrorDetails): string {
  const parts = [`${details.adapter} ${details.endpoint}: ${details.reason}`];
  if (details.httpStatus !== undefined) parts.push(`HTTP ${details.httpStatus}`);
  if (details.wireCode !== undefined) parts.push(`code ${details.wireCode}`);
  if (details.note !== undefined) parts.push(details.note);
  return parts.join(', ');
}
