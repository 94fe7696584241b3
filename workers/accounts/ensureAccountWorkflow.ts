import type { Client, WorkflowExecutionDescription } from '@temporalio/client';
import {
  defineSearchAttributeKey,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
} from '@temporalio/common';

import type { Capabilities } from '../../domain/capabilities.ts';
import { workflowTaskQueue } from '../../domain/taskQueues.ts';
import {
  accountTaskTimeout,
  accountWorkflowId,
  accountWorkflowType,
  type AccountInput,
} from '../../workflows/messages.ts';
import { describeDuration } from '../config/describeDuration.ts';
import { writePath } from '../config/describeIssues.ts';
import type { AccountConfig } from '../config/workerConfig.ts';

/** The account as this process knows it. */
export type AccountSubject = Pick<AccountConfig, 'account' | 'workerGroup' | 'definition'> & {
  /** The adapter's own, after this account's options. */
  readonly capabilities: Capabilities;
  readonly accountIdentity: string;
  /** How long the account must remember a claim: as long as a request may be started again. */
  readonly claimLifetimeMs: number;
};

/** How the account's workflow stands; only `misconfigured` must keep a worker from starting. */
export type AccountWorkflowCheck =
  | { readonly kind: 'missing' | 'created' }
  | {
      readonly kind: 'running';
      readonly warnings: readonly string[];
      /** Somebody reported it as unhealthy. */ readonly hasAttention: boolean;
    }
  | { readonly kind: 'closed'; readonly message: string }
  | { readonly kind: 'misconfigured'; readonly problem: string };

type AccountRun = Pick<WorkflowExecutionDescription, 'memo' | 'typedSearchAttributes'> & {
  readonly status: Pick<WorkflowExecutionDescription['status'], 'name'>;
};
type WorkflowClient = Pick<Client, 'workflow'>;

const accountKey = defineSearchAttributeKey('account', 'KEYWORD');
const attentionKey = defineSearchAttributeKey('attention', 'KEYWORD');

/**
 * Creates the account's workflow if it never existed, and checks that an existing one is for the same exchange account.
 * A closed one is not created anew: it remembers what may already have been sent, and only
 * `withdrawals account restore` can rebuild that. May be repeated, by many workers at once.
 */
export async function ensureAccountWorkflow(
  client: WorkflowClient,
  subject: AccountSubject,
): Promise<AccountWorkflowCheck> {
  const existing = await checkAccountWorkflow(client, subject);
  if (existing.kind !== 'missing') return existing;
  try {
    await start(client, subject);
    return { kind: 'created' };
  } catch (error) {
    // Another worker was first, or it was terminated just now.
    if (error instanceof WorkflowExecutionAlreadyStartedError) return checkAccountWorkflow(client, subject);
    throw error;
  }
}

/** Looks at the account's workflow and compares it with the configuration. Changes nothing. */
export async function checkAccountWorkflow(
  client: WorkflowClient,
  subject: AccountSubject,
): Promise<AccountWorkflowCheck> {
  try {
    return compare(subject, await client.workflow.getHandle(accountWorkflowId(subject.account)).describe());
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return { kind: 'missing' };
    throw error;
  }
}

async function start(client: WorkflowClient, subject: AccountSubject): Promise<void> {
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

/** Holds what the workflow was created with against the configuration. Pure. */
export function compare(
  subject: AccountSubject,
  { status, memo, typedSearchAttributes }: AccountRun,
): AccountWorkflowCheck {
  const { account, accountIdentity } = subject;
  const path = writePath(['accounts', account]);
  const known = memo?.['accountIdentity'];
  if (typeof known === 'string' && known !== accountIdentity) {
    return {
      kind: 'misconfigured',
      problem:
        `${path}.baseUrl or .credentials: this configuration reaches another exchange account than the one that ${account} was created for ` +
        `(identity ${accountIdentity} instead of ${known}); give the other one a name of its own`,
    };
  }
  const remembered = memo?.['claimLifetimeMs'];
  if (typeof remembered === 'number' && remembered < subject.claimLifetimeMs) {
    // Otherwise a request could be started again after the account forgot that it was sent.
    return {
      kind: 'misconfigured',
      problem: `policy.maxRequestAge: ${describeDuration(subject.claimLifetimeMs)}, but ${account} remembers what it sent for ${describeDuration(remembered)} only; lower it to that`,
    };
  }
  if (status.name !== 'RUNNING' && status.name !== 'PAUSED') {
    return {
      kind: 'closed',
      message: `${path}: its workflow was closed (${status.name}), so nothing is sent from it; run: withdrawals account restore ${account}`,
    };
  }
  return {
    kind: 'running',
    warnings: differences(subject, path, memo ?? {}),
    hasAttention: typedSearchAttributes.get(attentionKey) !== undefined,
  };
}

/** What a running account workflow keeps, whatever the configuration says now. */
function differences(
  { account, workerGroup, capabilities }: AccountSubject,
  path: string,
  memo: Readonly<Record<string, unknown>>,
): string[] {
  const group = memo['workerGroup'];
  const repeatSubmit = (memo['capabilities'] as Partial<Capabilities> | undefined)?.repeatSubmit;
  return [
    ...(typeof group === 'string' && group !== workerGroup
      ? [
          `${path}.workerGroup: configured ${workerGroup}, but ${account} was created for group ${group}, where its withdrawals still go`,
        ]
      : []),
    ...(repeatSubmit !== undefined && repeatSubmit !== capabilities.repeatSubmit
      ? [
          `${path}.options: a repeated submit is now ${capabilities.repeatSubmit}, but ${account} was created when it was ${repeatSubmit}`,
        ]
      : []),
  ];
}
