import type { CancelState } from '../../domain/state.ts';
import { now } from '../now.ts';
import type { WithdrawalRun } from '../withdrawalRun.ts';

/** Records that a cancel is wanted; the phases act on it. Only the first counts, later ones go into the timeline. */
export function noteCancel(run: WithdrawalRun, cause: CancelState['cause'], actor: string, reason: string): void {
  if (run.state.phase === 'SETTLED') return;
  const kind = cause === 'deadline' ? 'deadline' : 'cancel';
  const text = `cancel asked by ${actor}: ${reason}`;
  if (run.state.cancel !== null) {
    run.change({}, { kind, text: `${text} (already ${run.state.cancel.outcome})` });
    return;
  }
  const cancel: CancelState = { requestedAt: now(), cause, actor, reason, outcome: 'pending', lastAnswer: null };
  run.change({ cancel }, { kind, text });
}
