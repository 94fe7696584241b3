import type { WithdrawalRecord } from '../../domain/withdrawal.ts';
import type { WithdrawalRun } from '../withdrawalRun.ts';

/** Our record is known: from now on only that record decides. Ends a review and keeps a pending cancel. */
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
      // Accepted means no more than that the exchange has it. The first read brings the real status.
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
