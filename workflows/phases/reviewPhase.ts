import { CancellationScope, condition } from '@temporalio/workflow';

import type { FindLostResult } from '../../activities/contract.ts';
import { ignoreCancellation } from '../ignoreCancellation.ts';
import type { WithdrawalRun } from '../withdrawalRun.ts';
import { applyLookUp } from './applyLookUp.ts';

/** NEEDS_REVIEW until a person resolves it. Slow look-ups go on meanwhile; a single late match settles it too. */
export async function reviewPhase(run: WithdrawalRun): Promise<void> {
  run.change({
    attention: 'review',
    moneyLeft: 'unknown',
    waitingFor: 'a person: `withdrawals resolve`, or a late record at the exchange',
  });
  const scope = new CancellationScope();
  const lookingUp = scope.run(() => lookUp(run));
  const decided = condition(() => run.state.phase !== 'NEEDS_REVIEW');
  const found = await Promise.race([lookingUp, decided]);
  // A person's decision that is being checked comes first: its check reads the same records.
  await condition(() => !run.resolving);
  if (run.state.phase === 'NEEDS_REVIEW' && found !== undefined) applyLookUp(run, found);
  scope.cancel();
  await lookingUp.catch(ignoreCancellation);
}

async function lookUp(run: WithdrawalRun): Promise<FindLostResult> {
  const candidates = run.lookUpCandidates;
  // Nothing to look for: wait until the scope is cancelled, as a look-up would.
  if (candidates.length === 0) await condition(() => false);
  return await run.follow().findLostSubmission({
    candidates,
    requestedAt: run.state.request.requestedAt,
    windowMs: null,
    intervalMs: run.policy.reviewIntervalMs,
    knownVerdict: run.reviewVerdict,
  });
}
