import { WorkflowNotFoundError } from '@temporalio/common';

import type { Capabilities } from '../../domain/capabilities.ts';
import { accountWorkflowId, accountWorkflowType } from '../../workflows/messages.ts';
import { callTemporal, listWorkflows, type TemporalClient } from './temporalCalls.ts';

/** What Temporal's records say of an account: the memo of its workflow, and whether its last run is open. */
export type AccountEntry = {
  readonly account: string;
  readonly adapter: string | null;
  readonly workerGroup: string | null;
  readonly accountIdentity: string | null;
  readonly capabilities: Capabilities | null;
  /** How long a claim is remembered. A request may be as old as that. */
  readonly claimLifetimeMs: number | null;
  /** False when it was terminated or closed in another way. Nothing is granted until it is restored. */
  readonly open: boolean;
  readonly closedAtMs: number | null;
};

export type AccountDirectory = {
  /** Null when no account of that name is known. The answer may be up to 60 s old unless `fresh`. */
  find(account: string, fresh?: boolean): Promise<AccountEntry | null>;
  /** The names of all accounts that the namespace knows, sorted. */
  known(): Promise<readonly string[]>;
};

const cacheMs = 60_000;

/** Reads accounts from Temporal's records, so that the backend needs no configuration of them. */
export function createAccountDirectory(temporal: TemporalClient, now: () => number): AccountDirectory {
  const cache = new Map<string, { readonly until: number; readonly entry: AccountEntry }>();
  return {
    async find(account, fresh = false) {
      const cached = cache.get(account);
      if (!fresh && cached !== undefined && cached.until > now()) return cached.entry;
      const entry = await describeAccount(temporal, account);
      if (entry === null) cache.delete(account);
      else cache.set(account, { until: now() + cacheMs, entry });
      return entry;
    },
    async known() {
      const names = new Set<string>();
      for await (const run of listWorkflows(temporal, `WorkflowType = '${accountWorkflowType}'`))
        names.add(run.workflowId.replace(/^account\//, ''));
      return [...names].sort();
    },
  };
}

async function describeAccount(temporal: TemporalClient, account: string): Promise<AccountEntry | null> {
  try {
    const description = await callTemporal(temporal, () =>
      temporal.workflow.getHandle(accountWorkflowId(account)).describe(),
    );
    const memo = description.memo ?? {};
    return {
      account,
      adapter: textOrNull(memo['adapter']),
      workerGroup: textOrNull(memo['workerGroup']),
      accountIdentity: textOrNull(memo['accountIdentity']),
      capabilities: (memo['capabilities'] as Capabilities | undefined) ?? null,
      claimLifetimeMs: typeof memo['claimLifetimeMs'] === 'number' ? memo['claimLifetimeMs'] : null,
      open: description.status.name === 'RUNNING' || description.status.name === 'PAUSED',
      closedAtMs: description.closeTime?.getTime() ?? null,
    };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
