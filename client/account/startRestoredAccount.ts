import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';

import { splitAccount } from '../../domain/account.ts';
import { workflowTaskQueue } from '../../domain/taskQueues.ts';
import {
  accountTaskTimeout,
  accountWorkflowId,
  accountWorkflowType,
  type AccountInput,
} from '../../workflows/messages.ts';
import type { ClientContext } from '../context.ts';
import { RestoreRefusedError } from '../errors.ts';
import { searchAttributePairs } from '../temporal/searchAttributes.ts';
import { callTemporal } from '../temporal/temporalCalls.ts';

/** Who restored the account and from what; kept in the memo of the new run. */
export type RestoreNote = {
  readonly actor: string;
  readonly evidence: string;
  readonly at: string;
  readonly withdrawals: number;
};

/** Starts the account's workflow and returns its run id. Throws RestoreRefusedError when one has started meanwhile. */
export async function startRestoredAccount(
  { temporal }: ClientContext,
  input: AccountInput,
  restored: RestoreNote,
): Promise<string> {
  const { account, workerGroup, accountIdentity, capabilities, claimLifetimeMs } = input;
  const { adapter } = splitAccount(account);
  try {
    const handle = await callTemporal(temporal, () =>
      temporal.workflow.start(accountWorkflowType, {
        workflowId: accountWorkflowId(account),
        taskQueue: workflowTaskQueue(workerGroup),
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
        workflowIdConflictPolicy: 'FAIL',
        args: [input],
        workflowTaskTimeout: accountTaskTimeout,
        memo: { adapter, workerGroup, accountIdentity, capabilities, claimLifetimeMs, restored },
        typedSearchAttributes: searchAttributePairs({ account }),
        staticSummary: `account ${account}, restored by ${restored.actor}`.slice(0, 180),
      }),
    );
    return handle.firstExecutionRunId;
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    const because = 'somebody started its workflow meanwhile; look at it before anything else';
    throw new RestoreRefusedError(account, because, { cause: error });
  }
}
