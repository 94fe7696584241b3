import { ApplicationFailure } from '@temporalio/workflow';

import type { WithdrawalRun } from './withdrawalRun.ts';

const spacingMs = 5_000;
/**
 * Without a change between them, nudges come ever less often: history grows with the logarithm of their time,
 * not with their number.
 */
const partOfAge = 50;

/** Refuses what would only cost: too soon after the last one, or nothing to read. A refusal leaves no trace. */
export function refuseNudge(run: WithdrawalRun): void {
  const because = whyNot(run, Date.now());
  if (because !== null) throw ApplicationFailure.create({ type: 'NudgeRefused', message: because, nonRetryable: true });
}

/**
 * Ends the wait under way, so that the next one begins with a read: whichever process holds the one and gets
 * the other.
 */
export function applyNudge(run: WithdrawalRun): void {
  run.nudgedAtMs = Date.now();
  run.nudged = true;
}

function whyNot(run: WithdrawalRun, nowMs: number): string | null {
  const { phase, timeline } = run.state;
  if (phase !== 'FOLLOWING' && phase !== 'CANCELLING') return `nothing is followed in ${phase}`;
  if (run.cancelPending && !run.cancelAnswered)
    return 'the exchange is being asked to cancel; the record is read after that';
  const sinceMs = nowMs - run.nudgedAtMs;
  const changed = timeline.findLast((entry) => entry.kind === 'status');
  const isFirstOfStatus = changed !== undefined && Date.parse(changed.at) > run.nudgedAtMs;
  const apartMs = isFirstOfStatus
    ? spacingMs
    : Math.max(spacingMs, (nowMs - (run.followingSinceMs ?? nowMs)) / partOfAge);
  return run.nudgedAtMs > 0 && sinceMs < apartMs
    ? `it was nudged ${Math.round(sinceMs / 1_000)} s ago; it is read at its own pace`
    : null;
}
