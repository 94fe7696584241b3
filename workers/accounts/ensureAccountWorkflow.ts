import type { Client } from '@temporalio/client';
import { defineSearchAttributeKey, WorkflowExecutionAlreadyStartedError } from '@temporalio/common';

import { workflowTaskQueue } from '../../domain/taskQueues.ts';
import {
  accountTaskTimeout,
  accountWorkflowId,
  accountWorkflowType,
  type AccountInput,
} from '../../workflows/messages.ts';
import { checkAccountWorkflow, type AccountSubject, type AccountWorkflowCheck } from './checkAccountWorkflow.ts';

const accountKey = defineSearchAttributeKey('account', 'KEYWORD');

/**
 * Creates the account's workflow if it never existed, and checks that an existing one is for the same exchange account.
 * A closed one is not created anew: it remembers what may already have been sent, and only
 * `withdrawals account restore` can rebuild that. May be repeated, by many workers at once.
 */
export async function ensureAccountWorkflow(
  client: Pick<Client, 'workflow'>,
  subject: AccountSubject,
): Promise<AccountWorkflowCheck> {
  const existing = await checkAccountWorkflow(client, subject);
  if (existing.kind !== 'missing') return existing;
  try {
    await start(client, subject);
    return { kind: 'created' };
  } catch (error) {
    // Another worker was first, or the workflow was terminated just now.
    if (error instanceof WorkflowExecutionAlreadyStartedError) return checkAccountWorkflow(client, subject);
    throw error;
  }
}

async function start(client: Pick<Client, 'workflow'>, subject: AccountSubject): Promise<void> {
  const { account, workerGroup, definition, capabilities, accountIdentity, claimLifetimeMs } = subject;
  const input: AccountInput = { account, workerGroup, accountIdentity, capabilities, claimLifetimeMs };
  await client.workflow.start(accountWorkflowType, {
    workflowId: accountWorkflowId(account),
    taskQueue: workflowTaskQueue(workerGroup),
    args: [input],
    workflowTaskTimeout: accountTaskTimeout,
    workflowIdReusePolicy: 'REJECT_DUPLICATE',
    workflowIdConflictPolicy: 'USE_EXISTING',
    memo: { adapter: definition.id, workerGroup, accountIdentity, capabilities, claimLifetimeMs },
    typedSearchAttributes: [{ key: accountKey, value: account }],
    staticSummary: `Account ${account} (${definition.displayName})`,
  });
}
