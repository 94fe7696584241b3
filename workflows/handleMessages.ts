import { CancellationScope, setHandler } from '@temporalio/workflow';

import {
  cancelWithdrawalSignal,
  nudgeWithdrawalUpdate,
  resolveWithdrawalUpdate,
  withdrawalStateQuery,
} from './messages.ts';
import { applyNudge, refuseNudge } from './nudge.ts';
import { noteCancel } from './phases/noteCancel.ts';
import { readCancelRequest } from './readCancelRequest.ts';
import { applyResolution, refuseResolution } from './resolution.ts';
import type { WithdrawalRun } from './withdrawalRun.ts';

/** Sets every handler. Must be called before the workflow awaits anything, so that early messages find handlers. */
export function handleMessages(run: WithdrawalRun): void {
  setHandler(withdrawalStateQuery, () => run.state, {
    description: 'the state, with the timeline of every status change',
  });
  setHandler(
    cancelWithdrawalSignal,
    (sent?: unknown) => {
      const { actor, reason } = readCancelRequest(sent);
      noteCancel(run, 'signal', actor, reason);
    },
    { description: 'asks for a cancel; may be repeated; { actor, reason } may be left out' },
  );
  // Handlers run in the root scope, which a cancellation by Temporal cancels. A review must stay decidable after that.
  setHandler(
    resolveWithdrawalUpdate,
    (resolution) => CancellationScope.nonCancellable(() => applyResolution(run, resolution)),
    {
      description: 'a person decides a review',
      validator: (resolution) => refuseResolution(run, resolution),
    },
  );
  setHandler(nudgeWithdrawalUpdate, () => applyNudge(run), {
    description: 'asks for a read of the status now',
    validator: () => refuseNudge(run),
  });
  CancellationScope.current().cancelRequested.catch(() =>
    noteCancel(run, 'temporal', 'temporal', 'cancellation requested in Temporal'),
  );
}
