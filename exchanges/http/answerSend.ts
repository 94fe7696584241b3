import type { CancelAnswer, SubmitAnswer } from '../../domain/submitAnswer.ts';
import type { ExchangeError } from '../errors.ts';
import type { Failed, Reply } from './classifyHttp.ts';
import { toCancelAnswer, toSubmitAnswer, toUnsentAnswer } from './classifyHttp.ts';

/** A send that throws only before anything is sent. */
type Sending = Promise<Reply | Failed>;

/**
 * What a submit came to. `accept` reads the data of a success; `judge` may turn a failure into one that says less.
 * Both are pure and must not throw; then this never rejects.
 */
export async function answerSubmit(
  sending: Sending,
  adapter: string,
  accept: (data: unknown) => SubmitAnswer,
  judge: (error: ExchangeError) => ExchangeError = (error) => error,
): Promise<SubmitAnswer> {
  const reply = await catchUnsent(sending);
  if (reply.kind === 'unsent') return toUnsentAnswer(reply.error, adapter);
  if (reply.kind === 'failed') return toSubmitAnswer(judge(reply.error));
  return accept(reply.data);
}

/** What a cancel request came to; a success means that it was taken, not that it is cancelled. Never rejects. */
export async function answerCancel(sending: Sending, adapter: string, takenMessage: string): Promise<CancelAnswer> {
  const reply = await catchUnsent(sending);
  if (reply.kind === 'unsent')
    return { kind: 'unknown', message: `${adapter}: the cancel could not be prepared; nothing was sent` };
  if (reply.kind === 'failed') return toCancelAnswer(reply.error);
  return { kind: 'taken', message: takenMessage };
}

function catchUnsent(sending: Sending): Promise<Reply | Failed | { readonly kind: 'unsent'; readonly error: unknown }> {
  return sending.catch((error: unknown) => ({ kind: 'unsent', error }));
}
