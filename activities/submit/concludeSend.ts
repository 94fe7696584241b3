import type { OutcomeReport } from '../../domain/accountState.ts';
import type { Baseline } from '../../domain/baseline.ts';
import type { SubmitAnswer } from '../../domain/submitAnswer.ts';
import type { SubmitResult } from '../contract.ts';
import { jitter, retryFailure } from '../toFailure.ts';
import { reportOutcome } from './reportOutcome.ts';
import { acceptedId, crashPoint, holdBackAsAsked, type SubmitAttempt, unknownNow } from './submitAttempt.ts';
import type { HeldGrant } from './takeGrant.ts';

/**
 * Reports to the account what became of the one send under this grant, and answers it. Throws retryably only where
 * nothing was sent and the grant was handed back.
 */
export async function concludeSend(
  attempt: SubmitAttempt,
  grant: HeldGrant,
  baseline: Baseline | null,
  answer: SubmitAnswer,
): Promise<SubmitResult> {
  switch (answer.kind) {
    case 'accepted': {
      const exchangeWithdrawalId = acceptedId(answer);
      if (exchangeWithdrawalId !== null) {
        const reported = await report(attempt, grant, 'accepted', exchangeWithdrawalId);
        return { kind: 'accepted', exchangeWithdrawalId, record: answer.record, reported };
      }
      // Taken, but nobody can say which record it is: the lane stays held until that is found.
      return unknown(attempt, grant, { reason: null, message: 'accepted without an id; it is looked up', baseline });
    }
    case 'rejected': {
      const reported = await report(attempt, grant, 'rejected');
      return { kind: 'rejected', reason: answer.reason, message: answer.message, reported };
    }
    case 'unknown':
      return unknown(attempt, grant, { reason: answer.reason, message: answer.message, baseline });
    case 'notSent':
      holdBackAsAsked(attempt, answer);
      attempt.dependencies.log.info(
        { withdrawalId: attempt.input.intent.withdrawalId, reason: answer.reason },
        'submit surely not sent',
      );
      return handBack(attempt, grant, {
        type: 'NotSent',
        message: `surely not sent (${answer.reason}): ${answer.message}`,
        nextRetryDelayMs: answer.retryAfterMs ?? undefined,
      });
  }
}

/**
 * Nothing was sent: frees the grant and throws, so that it is tried again. Where the account cannot be told, its
 * claim stays open; the next execution is then answered `alreadyGranted` and reports unknown: a look-up or a person
 * instead of a second send.
 */
export async function handBack(
  attempt: SubmitAttempt,
  grant: HeldGrant,
  failure: { type: string; message: string; nextRetryDelayMs?: number | undefined },
): Promise<never> {
  await report(attempt, grant, 'notSent');
  throw retryFailure({ ...failure, nextRetryDelayMs: failure.nextRetryDelayMs ?? jitter(2_000) });
}

async function unknown(
  attempt: SubmitAttempt,
  grant: HeldGrant,
  what: Parameters<typeof unknownNow>[1],
): Promise<SubmitResult> {
  // Before the report, which may take a while: the last possible send is now.
  const result = unknownNow(attempt, what);
  await report(attempt, grant, 'unknown');
  return result;
}

async function report(
  attempt: SubmitAttempt,
  grant: HeldGrant,
  outcome: OutcomeReport['outcome'],
  exchangeWithdrawalId: string | null = null,
): Promise<boolean> {
  const reported = await reportOutcome(attempt, grant.token, outcome, exchangeWithdrawalId);
  await crashPoint(attempt, 'submit.afterReport');
  return reported;
}
