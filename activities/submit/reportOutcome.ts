import type { OutcomeReport } from '../../domain/accountState.ts';
import { attemptLeftMs, type SubmitAttempt } from './submitAttempt.ts';

const tryAgainAfterMs = 300;
/** Left for answering Temporal. */
const answerReserveMs = 1_500;

/**
 * Tells the account what became of the send, as long as this attempt lasts. False: it could not be told.
 * Never throws.
 */
export async function reportOutcome(
  attempt: SubmitAttempt,
  token: string | null,
  outcome: OutcomeReport['outcome'],
  exchangeWithdrawalId: string | null,
): Promise<boolean> {
  const { dependencies, input } = attempt;
  const { account, withdrawalId, submission } = input.intent;
  for (let tries = 0; tries === 0 || attemptLeftMs(attempt) > answerReserveMs; tries += 1) {
    try {
      await dependencies.client.reportOutcome(account, {
        withdrawalId,
        submission,
        token,
        outcome,
        exchangeWithdrawalId,
      });
      return true;
    } catch (error) {
      dependencies.log.warn(
        { account, withdrawalId, submission, outcome, error: error instanceof Error ? error.name : 'unknown' },
        'outcome could not be reported to the account',
      );
      await dependencies.sleep(tryAgainAfterMs);
    }
  }
  return false;
}
