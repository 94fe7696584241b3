import type { SubmitAnswer } from '../../domain/submitAnswer.ts';
import type { SubmitAttempt } from './submitAttempt.ts';

/**
 * The one place that sends. Never throws: an adapter that breaks its promise not to throw may have sent, so
 * that is unknown.
 */
export async function sendAndClassify(attempt: SubmitAttempt): Promise<SubmitAnswer> {
  const { dependencies, runtime, input } = attempt;
  try {
    return await runtime.exchange.submit(input.intent);
  } catch (error) {
    dependencies.log.error(
      { withdrawalId: input.intent.withdrawalId, error: error instanceof Error ? error.name : typeof error },
      'the adapter threw while submitting',
    );
    return { kind: 'unknown', reason: 'noAnswer', message: 'the adapter broke off while submitting' };
  }
}
