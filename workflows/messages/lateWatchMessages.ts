import { defineQuery, defineUpdate } from '@temporalio/workflow';

import type { LostSubmission } from '../../activities/contract.ts';
import type { WithdrawalPolicy } from '../../domain/policy.ts';
import type { WithdrawalState } from '../../domain/state.ts';

export const lateWatchWorkflowType = 'lateWatchWorkflow';

export const lateWatchWorkflowId = (withdrawalId: string): string => `late-watch/${withdrawalId}`;

/** Input of `lateWatchWorkflow`: the settled state, and the submissions whose records could contradict it. */
export type LateWatchInput = {
  readonly state: WithdrawalState;
  readonly policy: WithdrawalPolicy;
  readonly lost: readonly LostSubmission[];
  /** Why the result is not certain. */
  readonly because: string;
  readonly workerGroup: string;
  /** When the watch ends, ISO 8601 UTC. */
  readonly until: string;
};

export type LateWatchView = {
  readonly withdrawalId: string;
  /** When the watch ends, ISO 8601 UTC. */
  readonly until: string;
  readonly contradiction: {
    readonly at: string;
    readonly text: string;
    readonly exchangeWithdrawalId: string | null;
  } | null;
  readonly acknowledged: { readonly at: string; readonly actor: string; readonly evidence: string } | null;
};

/** Records that a person has seen the contradiction, which ends the watch. Refused while there is none. */
export const acknowledgeUpdate = defineUpdate<LateWatchView, [{ actor: string; evidence: string }]>('acknowledge');
export const lateWatchQuery = defineQuery<LateWatchView>('lateWatch');
