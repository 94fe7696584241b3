import type { CancelAnswer } from '../domain/submitAnswer.ts';
import { verifiedAccountOf } from './accountOf.ts';
import type { CancelInput } from './contract.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { jitter, retryFailure } from './toFailure.ts';

/**
 * Asks until the exchange answers. The answer settles nothing: only the record read afterwards does. May be
 * repeated.
 */
export async function requestCancel(dependencies: ActivityDependencies, input: CancelInput): Promise<CancelAnswer> {
  const { runtime } = await verifiedAccountOf(dependencies, input.account, input.accountIdentity);
  const { exchange } = runtime;
  if (!('requestCancel' in exchange)) return { kind: 'refused', message: 'this exchange cannot cancel' };
  const { exchangeWithdrawalId, clientWithdrawalId, network } = input;
  await dependencies.crashPoint?.('cancel.beforeAsk');
  const answer = await exchange.requestCancel({ exchangeWithdrawalId, clientWithdrawalId, network });
  await dependencies.crashPoint?.('cancel.afterAsk');
  // Even without an answer it may have worked.
  runtime.feed.nudge(input.exchangeWithdrawalId);
  if (answer.kind !== 'unknown') return answer;
  throw retryFailure({
    type: 'CancelUnanswered',
    message: `the cancel was not answered and is asked again: ${answer.message}`,
    nextRetryDelayMs: jitter(2_000),
  });
}
