import { CancellationScope, condition } from '@temporalio/workflow';

import type { FindLostResult } from '../../activities/contract.ts';
import { ignoreCancellation } from '../ignoreCancellation.ts';
import type { WithdrawalRun } from '../withdrawalRun.ts';
import { takeFound } from './reconcile.ts';

/** NEEDS_REVIEW until a person resolves it, or a single late match does; looking goes on slowly meanwhile. */
export async function reviewPhase(run: WithdrawalRun): Promise<void> {
  run.change({
    attention: 'review',
    moneyLeft: 'unknown',
    waitingFor: 'a person: `withdrawals resolve`, or a late record at the exchange',
  });
  const scope = new CancellationScope();
  const looking = scope.run(() => look(run));
  const decided = condition(() => run.state.phase !== 'NEEDS_REVIEW');
  const winner = await Promise.race([looking, decided]);
  // A person's decision that is being checked goes first; it saw the same records.
  await condition(() => !run.resolving);
  if (run.state.phase === 'NEEDS_REVIEW' && winner !== undefined) takeFound(run, winner);
  scope.cancel();
  await looking.catch(ignoreCancellation);
}

async function look(run: WithdrawalRun): Promise<FindLostResult> {
  const candidates = run.lookedFor;
  // Ends with its scope, as a look does: what is waited for below must not wait for ever.
  if (candidates.length === 0) await condition(() => false);
  return await run.follow().findLostSubmission({
    candidates,
    requestedAt: run.state.request.requestedAt,
    windowMs: null,
    intervalMs: run.policy.reviewIntervalMs,
    knownVerdict: run.reviewVerdict,
  });
}
