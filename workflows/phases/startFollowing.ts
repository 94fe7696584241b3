import type { WithdrawalRecord } from '../../domain/withdrawal.ts';
import type { WithdrawalRun } from '../withdrawalRun.ts';

/** Ours is known: from here on only its record decides. Clears review, keeps a pending cancel. */
export function startFollowing(
  run: WithdrawalRun,
  exchangeWithdrawalId: string,
  record: WithdrawalRecord | null,
  text: string,
  submission = run.submission?.number,
): void {
  const submissions = run.state.submissions.map((one) =>
    one.number === submission ? { ...one, outcome: 'accepted' as const } : one,
  );
  run.lost = run.lost.filter((one) => one.intent.submission !== submission);
  run.followingSinceMs = Date.now();
  run.change(
    {
      phase: run.cancelPending ? 'CANCELLING' : 'FOLLOWING',
      submissions,
      exchangeWithdrawalId,
      // Accepted means it is in the exchange's hands; the first read tells its own word for it.
      status: 'PENDING',
      moneyLeft: 'unknown',
      attention: null,
      waitingFor: "a change of the exchange's record",
      exchangeStatus: record?.exchangeStatus ?? null,
      record: null,
    },
    {
      kind: 'submit',
      text: `${text}: ${exchangeWithdrawalId}${record === null ? '' : ` (${record.exchangeStatus})`}`,
      status: 'PENDING',
      ...(record === null ? {} : { exchangeStatus: record.exchangeStatus }),
    },
  );
}
