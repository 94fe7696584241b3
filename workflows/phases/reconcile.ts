import type { WithdrawalRun } from '../withdrawalRun.ts';
import { applyLookUp } from './applyLookUp.ts';

/** Looks for a lost submission until successful reads have covered the whole window, then applies the result. */
export async function reconcile(run: WithdrawalRun): Promise<void> {
  const result = await run.follow().findLostSubmission({
    candidates: run.lookUpCandidates,
    requestedAt: run.state.request.requestedAt,
    windowMs: run.policy.reconcileWindowMs,
    intervalMs: run.policy.reconcileIntervalMs,
    knownVerdict: null,
  });
  applyLookUp(run, result);
}
