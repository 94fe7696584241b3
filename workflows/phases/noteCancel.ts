import type { CancelState } from '../../domain/state.ts';
import { now, type WithdrawalRun } from '../withdrawalRun.ts';

/** Notes that a cancel is wanted; the phases act on it. The first one counts, later ones are only written down. */
export function noteCancel(run: WithdrawalRun, cause: CancelState['cause'], actor: string, reason: string): void {
  if (run.state.phase === 'SETTLED') return;
  const entry = {
    kind: cause === 'deadline' ? 'deadline' : 'cancel',
    text: `cancel asked by ${actor}: ${reason}`,
  } as const;
  if (run.state.cancel !== null) {
    run.change({}, { ...entry, text: `${entry.text} (already ${run.state.cancel.outcome})` });
    return;
  }
  run.change({ cancel: { requestedAt: now(), cause, actor, reason, outcome: 'pending', lastAnswer: null } }, entry);
}
