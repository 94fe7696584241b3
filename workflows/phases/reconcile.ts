import type { FindLostResult } from '../../activities/contract.ts';
import type { WithdrawalRun } from '../withdrawalRun.ts';
import { startFollowing } from './startFollowing.ts';

/**
 * Looks for a lost submit while successful reads cover the window: exactly one match is ours, anything else
 * is a person's.
 */
export async function reconcile(run: WithdrawalRun): Promise<void> {
  const result = await run.follow().findLostSubmission({
    candidates: run.lookedFor,
    requestedAt: run.state.request.requestedAt,
    windowMs: run.policy.reconcileWindowMs,
    intervalMs: run.policy.reconcileIntervalMs,
    knownVerdict: null,
  });
  takeFound(run, result);
}

/** Applies what a look-up came to; the same while reconciling and in review. */
export function takeFound(run: WithdrawalRun, result: FindLostResult): void {
  switch (result.kind) {
    case 'found':
      // By history alone another record could still turn out to be ours as well.
      if (run.capabilities?.findBy === 'history') run.lateWatchBecause = 'adopted from history';
      else if (run.lost.length > 1) run.lateWatchBecause = 'more than one submission was sent';
      startFollowing(
        run,
        result.record.exchangeWithdrawalId,
        result.record,
        "found in the exchange's records",
        result.submission,
      );
      return;
    case 'several':
      run.reviewVerdict = 'several';
      run.lookalikes = result.exchangeWithdrawalIds;
      run.change(
        { phase: 'NEEDS_REVIEW' },
        { kind: 'review', text: `several records could be it: ${result.exchangeWithdrawalIds.join(', ')}` },
      );
      return;
    case 'none':
      run.reviewVerdict = 'none';
      run.change(
        { phase: 'NEEDS_REVIEW' },
        {
          kind: 'review',
          text: `no record found in ${Math.round(result.coveredMs / 1000)} s of successful reads; that does not prove it was not sent`,
        },
      );
      return;
  }
}
