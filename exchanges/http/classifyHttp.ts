import type { FailureReason } from '../../domain/failure.ts';
import { failureDecisions } from '../../domain/failure.ts';
import type { CancelAnswer, SubmitAnswer } from '../../domain/submitAnswer.ts';
import { ExchangeError } from '../errors.ts';
import { lookUp } from '../lookUp.ts';
import type { HttpAnswer } from './http.ts';
import { redact } from './redact.ts';

/** What every exchange here wraps its answers in. */
export type Envelope = {
  /** As text, whether it came in quotes or not. */
  readonly code: string;
  readonly succeeded: boolean;
  readonly message: string;
  readonly data: unknown;
  readonly pageToken?: string | null;
};

/** How the answers of one exchange are read: all that an adapter adds to the rules of this file. */
export type AnswerRules = {
  readonly adapter: string;
  /** Its codes as text; `HTTP 429` covers that status when the body says nothing. What is not listed is unknown. */
  readonly failureTable: Readonly<Record<string, FailureReason>>;
  /** Null when the body is not an envelope of this exchange. */
  readonly readEnvelope: (body: string) => Envelope | null;
  /** Never to be shown. */
  readonly secrets: readonly string[];
};

export type Reply = {
  readonly kind: 'succeeded';
  readonly data: unknown;
  readonly message: string;
  readonly pageToken: string | null;
  readonly dateMs: number | null;
};
export type Failed = { readonly kind: 'failed'; readonly error: ExchangeError; readonly dateMs: number | null };

/**
 * Reads an HTTP answer by the exchange's own tables. Never throws.
 * A listed reason is given only for a readable envelope with a listed code below HTTP 500 (or a listed bare HTTP 429),
 * and `unreachable` only on the socket's proof; all else is a reason that means *unknown* on a submit.
 */
export function classifyHttp(rules: AnswerRules, endpoint: string, answer: HttpAnswer): Reply | Failed {
  const fail = (reason: FailureReason, more: { wireCode?: string; note?: string } = {}): Failed => ({
    kind: 'failed',
    error: new ExchangeError({
      reason,
      adapter: rules.adapter,
      endpoint,
      httpStatus: answer.kind === 'answered' ? answer.status : undefined,
      retryAfterMs: answer.kind === 'answered' ? (answer.retryAfterMs ?? undefined) : undefined,
      ...more,
    }),
    dateMs: answer.kind === 'answered' ? answer.dateMs : null,
  });

  if (answer.kind === 'notSent') return fail('unreachable', { note: `never sent: ${answer.code}` });
  if (answer.kind === 'noAnswer') return fail('noAnswer', { note: answer.code });

  const envelope = rules.readEnvelope(answer.body);
  if (envelope === null) {
    // A bare status comes from what stands in front of the exchange, and counts. A broken envelope comes from
    // the exchange itself, and tells nothing.
    const isBroken = /^\s*[{[]/.test(answer.body);
    const listed = isBroken ? undefined : lookUp(rules.failureTable, `HTTP ${answer.status}`);
    return listed === undefined ? fail('unreadableAnswer', { note: 'not an answer of this exchange' }) : fail(listed);
  }
  const isOk = answer.status >= 200 && answer.status < 300;
  if (envelope.succeeded) {
    if (!isOk) return fail('unreadableAnswer', { note: 'success in the body contradicts the HTTP status' });
    return {
      kind: 'succeeded',
      data: envelope.data,
      message: envelope.message,
      pageToken: envelope.pageToken ?? null,
      dateMs: answer.dateMs,
    };
  }
  const wireCode = redact(envelope.code, rules.secrets).slice(0, 24);
  const note = redact(envelope.message, rules.secrets);
  const more = note === '' ? { wireCode } : { wireCode, note };
  const listed = lookUp(rules.failureTable, envelope.code);
  return fail(answer.status < 500 && listed !== undefined ? listed : 'unknownCode', more);
}

/** What a failed send means for the money, by `failureDecisions` alone. */
export function toSubmitAnswer(error: ExchangeError): Exclude<SubmitAnswer, { kind: 'accepted' }> {
  const { reason, message } = error;
  const kind = failureDecisions[reason].onSubmit;
  switch (kind) {
    case 'rejected':
      return { kind, reason, message };
    case 'notSent':
      return { kind, reason, message, retryAfterMs: error.retryAfterMs };
    case 'unknown':
      return { kind, reason, message };
  }
}

/**
 * What an error thrown before the request was handed over means: nothing was sent. A refused input is our refusal;
 * anything else (it could not be signed) may work another time.
 */
export function toUnsentAnswer(error: unknown, adapter: string): Exclude<SubmitAnswer, { kind: 'accepted' }> {
  if (error instanceof ExchangeError) return { kind: 'rejected', reason: error.reason, message: error.message };
  return {
    kind: 'notSent',
    reason: 'authRefused',
    message: `${adapter}: the request could not be prepared; nothing was sent`,
    retryAfterMs: null,
  };
}

/** What a failed cancel means: refused only where the exchange refused it by a listed code. */
export function toCancelAnswer(error: ExchangeError): CancelAnswer {
  return {
    kind: failureDecisions[error.reason].onSubmit === 'rejected' ? 'refused' : 'unknown',
    message: error.message,
  };
}
