import { ApplicationFailure } from '@temporalio/workflow';

import type { WithdrawalRun } from './withdrawalRun.ts';

const spacingMs = 5_000;
/**
 * While the status stays the same, the time between nudges grows with the time in flight: one fiftieth of it. The
 * history then grows with the logarithm of that time and not with the number of nudges.
 */
const spacingDivisor = 50;

/** Refuses a nudge that comes too soon after the last one, or when nothing is followed. A refusal writes no event. */
export function refuseNudge(run: WithdrawalRun): void {
  const because = refusalReason(run, Date.now());
  if (because !== null) throw ApplicationFailure.create({ type: 'NudgeRefused', message: because, nonRetryable: true });
}

/** Ends the wait that is under way. The next one begins with a read, in whichever process it runs. */
export function applyNudge(run: WithdrawalRun): void {
  run.nudgedAtMs = Date.now();
  run.nudged = true;
}

function refusalReason(run: WithdrawalRun, nowMs: number): string | null {
  const { phase } = run.state;
  if (phase !== 'FOLLOWING' && phase !== 'CANCELLING') return `nothing is followed in ${phase}`;
  if (run.cancelPending && !run.cancelAnswered)
    return 'the exchange is being asked to cancel; the record is read after that';
  const sinceMs = nowMs - run.nudgedAtMs;
  if (run.nudgedAtMs === 0 || sinceMs >= neededSpacingMs(run, nowMs)) return null;
  return `it was nudged ${Math.round(sinceMs / 1_000)} s ago; it is read at its own pace`;
}

function neededSpacingMs(run: WithdrawalRun, nowMs: number): number {
  const lastChange = run.state.timeline.findLast((entry) => entry.kind === 'status');
  const changedSinceNudge = lastChange !== undefined && Date.parse(lastChange.at) > run.nudgedAtMs;
  if (changedSinceNudge) return spacingMs;
  return Math.max(spacingMs, (nowMs - (run.followingSinceMs ?? nowMs)) / spacingDivisor);
}
