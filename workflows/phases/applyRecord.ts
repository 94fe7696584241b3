import type { AttentionReason } from '../../domain/attention.ts';
import { isFinal, isMoneyBack, mayFollow, type WithdrawalStatus } from '../../domain/status.ts';
import type { RecordAction, WithdrawalRecord } from '../../domain/withdrawal.ts';
import type { WithdrawalRun } from '../withdrawalRun.ts';

const actionAttention: Readonly<Record<RecordAction, AttentionReason>> = {
  confirmInApp: 'actionInExchangeApp',
  claimOnL1: 'claimOnL1',
};

/**
 * Applies what the exchange's record says now. Only a final status settles the withdrawal. A step back or an unknown
 * status is noted in the timeline and does not change ours.
 */
export function applyRecord(run: WithdrawalRun, record: WithdrawalRecord, firstSeenAt: string): void {
  const before = run.state.status ?? 'PENDING';
  const after = mayFollow(before, record.status) ? record.status : before;
  const { exchangeStatus } = record;
  const patch = {
    record,
    status: after,
    exchangeStatus,
    txid: record.txid ?? run.state.txid,
    attention: attentionOf(run, record),
  };
  const text = describeChange(before, record, firstSeenAt);
  const entry = { kind: 'status', text, status: record.status, exchangeStatus } as const;
  if (record.status !== after || !isFinal(after)) {
    run.change(patch, entry);
    return;
  }
  if (isMoneyBack(after) && run.state.submissions.some((one) => one.outcome === 'unknown'))
    run.lateWatchBecause ??= 'money came back after an unknown outcome';
  const message = `${after}: the exchange says ${exchangeStatus}`;
  run.settle({ by: 'record', reason: null, message }, after === 'L1_COMPLETED' ? 'yes' : 'no', patch, entry);
}

function attentionOf(run: WithdrawalRun, record: WithdrawalRecord): AttentionReason | null {
  if (record.status === 'UNKNOWN') return 'unknownStatus';
  if (record.action !== null) return actionAttention[record.action];
  // The deadline has passed whatever the record says, so this reason stays.
  return run.state.attention === 'deadlineNotCancellable' ? 'deadlineNotCancellable' : null;
}

function describeChange(before: WithdrawalStatus, record: WithdrawalRecord, firstSeenAt: string): string {
  const { status, exchangeStatus, txid } = record;
  const said = `the exchange says ${exchangeStatus}${txid === null ? '' : `, txid ${txid}`}`;
  if (status === 'UNKNOWN') return `${said}, which has no meaning here; status stays ${before}`;
  if (status === before) return `${said}; status stays ${before}`;
  if (!mayFollow(before, status)) return `${said} (${status}), a step back from ${before} that is not believed`;
  const confirmed = isMoneyBack(status) ? `, first read at ${firstSeenAt} and confirmed` : '';
  return `${before} → ${status}: ${said}${confirmed}`;
}
