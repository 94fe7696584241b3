import { CancellationScope, condition } from '@temporalio/workflow';

import type { AwaitStatusResult, SeenStatus } from '../../activities/contract.ts';
import { clockMarginMs } from '../../domain/clockMargin.ts';
import { ignoreCancellation } from '../ignoreCancellation.ts';
import type { WithdrawalRun } from '../withdrawalRun.ts';
import { applyRecord } from './applyRecord.ts';
import { askExchangeToCancel } from './askExchangeToCancel.ts';
import { noteCancel } from './noteCancel.ts';

/** One wait of FOLLOWING or CANCELLING until the record changes. It is one activity, however often it reads. */
export async function followPhase(run: WithdrawalRun): Promise<void> {
  const cancelling = new CancellationScope();
  const asking = cancelling.run(() => run.whenCancelPending().then(() => askExchangeToCancel(run)));
  asking.catch(ignoreCancellation);
  const waiting = new CancellationScope();
  const change = waiting.run(() => waitForChange(run));
  // A person may settle it meanwhile: no record shows what was claimed on L1. A nudge ends this wait; the next one
  // begins with a read.
  const settledOrNudged = condition(() => isSettled(run) || run.nudged).then(() => null);
  const result = await Promise.race([change, settledOrNudged]);
  await condition(() => !run.resolving);
  if (result !== null && !isSettled(run)) applyResult(run, result);
  waiting.cancel();
  await change.catch(ignoreCancellation);
  // A cancel that the exchange has not answered is asked for again by the next wait.
  cancelling.cancel();
}

async function waitForChange(run: WithdrawalRun): Promise<AwaitStatusResult> {
  const { request, accountIdentity, exchangeWithdrawalId, attention, cancel } = run.state;
  if (accountIdentity === null || exchangeWithdrawalId === null) throw new Error('following without knowing what');
  const readNow = run.nudged ? { readNow: true } : {};
  run.nudged = false;
  return await run.follow().awaitStatusChange({
    account: request.account,
    accountIdentity,
    withdrawalId: request.withdrawalId,
    exchangeWithdrawalId,
    clientWithdrawalId: run.acceptedIntent?.clientWithdrawalId ?? null,
    asset: request.asset,
    notBeforeMs: Date.parse(request.requestedAt) - clockMarginMs,
    lastSeen: lastSeen(run),
    missing: attention === 'recordMissing',
    deadlineAt: cancel === null ? request.deadlineAt : null,
    followingSinceMs: run.followingSinceMs ?? Date.now(),
    ...readNow,
    policy: run.policy,
  });
}

function isSettled(run: WithdrawalRun): boolean {
  return run.state.phase === 'SETTLED';
}

function lastSeen(run: WithdrawalRun): SeenStatus {
  const { record, status } = run.state;
  if (record === null) return { exchangeStatus: null, status: status ?? 'PENDING', txid: null, action: null };
  return { exchangeStatus: record.exchangeStatus, status: record.status, txid: record.txid, action: record.action };
}

function applyResult(run: WithdrawalRun, result: AwaitStatusResult): void {
  switch (result.kind) {
    case 'changed':
      applyRecord(run, result.record, result.firstSeenAt);
      return;
    case 'missing':
      run.setAttention(
        'recordMissing',
        result.unreadable === true
          ? `the exchange's row of it cannot be read since ${result.since}; it decides nothing`
          : `the exchange has not shown the record since ${result.since}`,
      );
      return;
    case 'deadline':
      noteCancel(run, 'deadline', 'deadline', `not final by ${run.state.request.deadlineAt ?? ''}`);
      return;
  }
}
