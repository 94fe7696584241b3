import type { Client, WorkflowExecutionDescription } from '@temporalio/client';
import { defineSearchAttributeKey, WorkflowNotFoundError } from '@temporalio/common';

import type { Capabilities } from '../../domain/capabilities.ts';
import { accountWorkflowId } from '../../workflows/messages.ts';
import { describeDuration } from '../config/describeDuration.ts';
import type { AccountConfig } from '../config/workerConfig.ts';
import { writePath } from '../config/writePath.ts';

/** An account as this process is configured for it. */
export type AccountSubject = Pick<AccountConfig, 'account' | 'workerGroup' | 'definition'> & {
  /** The adapter's own, after this account's options. */
  readonly capabilities: Capabilities;
  readonly accountIdentity: string;
  /** How long the account must remember a claim: as long as a request may be started again. */
  readonly claimLifetimeMs: number;
};

/** State of the account's workflow. Only `misconfigured` keeps a worker from starting. */
export type AccountWorkflowCheck =
  | { readonly kind: 'missing' | 'created' }
  | {
      readonly kind: 'running';
      readonly warnings: readonly string[];
      /** The workflow shows an attention, which somebody reported. */
      readonly hasAttention: boolean;
    }
  | { readonly kind: 'closed'; readonly message: string }
  | { readonly kind: 'misconfigured'; readonly problem: string };

type AccountRun = Pick<WorkflowExecutionDescription, 'memo' | 'typedSearchAttributes'> & {
  readonly status: Pick<WorkflowExecutionDescription['status'], 'name'>;
};

const attentionKey = defineSearchAttributeKey('attention', 'KEYWORD');

/** Looks at the account's workflow and compares it with the configuration. Changes nothing. */
export async function checkAccountWorkflow(
  client: Pick<Client, 'workflow'>,
  subject: AccountSubject,
): Promise<AccountWorkflowCheck> {
  try {
    return compareWithConfig(subject, await client.workflow.getHandle(accountWorkflowId(subject.account)).describe());
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return { kind: 'missing' };
    throw error;
  }
}

/** Compares what the workflow was created with to the configuration. Pure. */
export function compareWithConfig(
  subject: AccountSubject,
  { status, memo, typedSearchAttributes }: AccountRun,
): AccountWorkflowCheck {
  const { account, accountIdentity } = subject;
  const path = writePath(['accounts', account]);
  const known = memo?.['accountIdentity'];
  if (typeof known === 'string' && known !== accountIdentity)
    return { kind: 'misconfigured', problem: otherIdentityProblem(path, subject, known) };
  const remembered = memo?.['claimLifetimeMs'];
  // Otherwise a request could be started again after the account forgot that it was sent.
  if (typeof remembered === 'number' && remembered < subject.claimLifetimeMs)
    return { kind: 'misconfigured', problem: shortMemoryProblem(subject, remembered) };
  if (status.name !== 'RUNNING' && status.name !== 'PAUSED') {
    const found = `${path}: its workflow was closed (${status.name}), so nothing is sent from it`;
    return { kind: 'closed', message: `${found}; run: withdrawals account restore ${account} --evidence "…"` };
  }
  return {
    kind: 'running',
    warnings: differences(subject, path, memo ?? {}),
    hasAttention: typedSearchAttributes.get(attentionKey) !== undefined,
  };
}

function otherIdentityProblem(path: string, { account, accountIdentity }: AccountSubject, known: string): string {
  return (
    `${path}.baseUrl or .credentials: this configuration reaches another exchange account ` +
    `than the one that ${account} was created for ` +
    `(identity ${accountIdentity} instead of ${known}); give the other one a name of its own`
  );
}

function shortMemoryProblem({ account, claimLifetimeMs }: AccountSubject, rememberedMs: number): string {
  return (
    `policy.maxRequestAge: ${describeDuration(claimLifetimeMs)}, ` +
    `but ${account} remembers what it sent for ${describeDuration(rememberedMs)} only; lower it to that`
  );
}

/** What a running account workflow keeps although the configuration now says something else. */
function differences(
  { account, workerGroup, capabilities }: AccountSubject,
  path: string,
  memo: Readonly<Record<string, unknown>>,
): string[] {
  const warnings: string[] = [];
  const group = memo['workerGroup'];
  if (typeof group === 'string' && group !== workerGroup)
    warnings.push(
      `${path}.workerGroup: configured ${workerGroup}, ` +
        `but ${account} was created for group ${group}, where its withdrawals still go`,
    );
  const repeatSubmit = (memo['capabilities'] as Partial<Capabilities> | undefined)?.repeatSubmit;
  if (repeatSubmit !== undefined && repeatSubmit !== capabilities.repeatSubmit)
    warnings.push(
      `${path}.options: a repeated submit is now ${capabilities.repeatSubmit}, ` +
        `but ${account} was created when it was ${repeatSubmit}`,
    );
  return warnings;
}
