import type { FindLostResult } from '../../activities/contract.ts';
import type { WithdrawalRun } from '../withdrawalRun.ts';
import { startFollowing } from './startFollowing.ts';

/** Applies what the look-up of a lost submission came to: exactly one match is ours, anything else needs a person. */
export function applyLookUp(run: WithdrawalRun, result: FindLostResult): void {
  switch (result.kind) {
    case 'found': {
      const { record, submission } = result;
      // A match by history alone is not certain: another record may still turn out to be ours as well.
      if (run.capabilities?.findBy === 'history') run.lateWatchBecause = 'adopted from history';
      else if (run.lost.length > 1) run.lateWatchBecause = 'more than one submission was sent';
      startFollowing(run, record.exchangeWithdrawalId, record, "found in the exchange's records", submission);
      return;
    }
    case 'several':
      run.reviewVerdict = 'several';
      run.lookalikes = result.exchangeWithdrawalIds;
      run.sendToReview(`several records could be it: ${result.exchangeWithdrawalIds.join(', ')}`);
      return;
    case 'none': {
      run.reviewVerdict = 'none';
      const seconds = Math.round(result.coveredMs / 1000);
      run.sendToReview(`no record found in ${seconds} s of successful reads; that does not prove it was not sent`);
      return;
    }
  }
}
