import type { AttentionReason } from '../../domain/attention.ts';
import { isFinal, isMoneyBack, mayFollow, type WithdrawalStatus } from '../../domain/status.ts';
import type { RecordAction, WithdrawalRecord } from '../../domain/withdrawal.ts';
import type { WithdrawalRun } from '../withdrawalRun.ts';

const actionAttention: Readonly<Record<RecordAction, AttentionReason>> = {
  confirmInApp: 'actionInExchangeApp',
  claimOnL1: 'claimOnL1',
};

/**
 * Takes what the exchange's record now says. Only a final status settles; a step back or an unknown word is
 * noted, not believed.
 */
export function applyRecord(run: WithdrawalRun, record: WithdrawalRecord, firstSeenAt: string): void {
  const before = run.state.status ?? 'PENDING';
  const after = mayFollow(before, record.status) ? record.status : before;
  const patch = {
    record,
    status: after,
    exchangeStatus: record.exchangeStatus,
    txid: record.txid ?? run.state.txid,
    attention: attentionOf(run, record),
  };
  const entry = {
    kind: 'status',
    text: describeChange(before, record, firstSeenAt),
    status: record.status,
    exchangeStatus: record.exchangeStatus,
  } as const;
  if (record.status !== after || !isFinal(after)) {
    run.change(patch, entry);
    return;
  }
  if (isMoneyBack(after) && run.state.submissions.some((one) => one.outcome === 'unknown'))
    run.lateWatchBecause ??= 'money came back after an unknown outcome';
  run.settle(
    { by: 'record', reason: null, message: `${after}: the exchange says ${record.exchangeStatus}` },
    after === 'L1_COMPLETED' ? 'yes' : 'no',
    patch,
    entry,
  );
}

function attentionOf(run: WithdrawalRun, record: WithdrawalRecord): AttentionReason | null {
  if (record.status === 'UNKNOWN') return 'unknownStatus';
  if (record.action !== null) return actionAttention[record.action];
  // This one is about the deadline, not about the record.
  return run.state.attention === 'deadlineNotCancellable' ? 'deadlineNotCancellable' : null;
}

function describeChange(before: WithdrawalStatus, record: WithdrawalRecord, firstSeenAt: string): string {
  const word = `the exchange says ${record.exchangeStatus}${record.txid === null ? '' : `, txid ${record.txid}`}`;
  if (record.status === 'UNKNOWN') return `${word}, which has no meaning here; status stays ${before}`;
  if (record.status === before) return `${word}; status stays ${before}`;
  if (!mayFollow(before, record.status))
    return `${word} (${record.status}), a step back from ${before} that is not believed`;
  return `${before} → ${record.status}: ${word}${isMoneyBack(record.status) ? `, first read at ${firstSeenAt} and confirmed` : ''}`;
}
