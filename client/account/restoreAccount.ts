import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';

import { splitAccount } from '../../domain/account.ts';
import type { AccountPause, AccountView } from '../../domain/accountState.ts';
import type { Capabilities } from '../../domain/capabilities.ts';
import { workflowTaskQueue } from '../../domain/taskQueues.ts';
import {
  accountStateQuery,
  accountTaskTimeout,
  accountWorkflowId,
  accountWorkflowType,
  type AccountInput,
  type CarriedAccount,
} from '../../workflows/messages.ts';
import { checkAccount, checkSaid } from '../checkIds.ts';
import type { ClientContext } from '../context.ts';
import { RestoreRefusedError } from '../errors.ts';
import { pause } from '../pause.ts';
import type { AccountEntry } from '../temporal/accountDirectory.ts';
import { searchAttributePairs } from '../temporal/searchAttributes.ts';
import { askWorkflow, callTemporal } from '../temporal/temporalCalls.ts';
import { rebuildClaims } from './rebuildClaims.ts';
import { readRetainedWithdrawals, type RetainedWithdrawal } from './retainedWithdrawals.ts';

/** What the account's workflow is started with; each part may be left out where the old run's memo still tells it. */
export type AccountSettings = {
  readonly workerGroup?: string;
  readonly accountIdentity?: string | null;
  readonly capabilities?: Capabilities;
};

export type RestoreOptions = AccountSettings & {
  /** Used where neither these options nor the memo of the old run tell, such as from configuration. */
  readonly fallback?: AccountSettings;
  readonly actor: string;
  readonly evidence: string;
  /** How long the old run must have been gone, so that sends under way then are over. Default 60 s. */
  readonly quietMs?: number;
};

export type RestoredAccount = {
  readonly account: string;
  readonly runId: string;
  readonly withdrawals: number;
  readonly openClaims: number;
  readonly closedClaims: number;
  readonly lanes: number;
  /** Withdrawals whose state could not be read: treated as sent. */
  readonly unreadable: readonly string[];
  /** Set when something could not be read: nothing is granted until a person resumes the account. */
  readonly paused: AccountPause | null;
};

const sendMs = 60_000;
const maximumPayload = 1_800_000;

/**
 * Only when the account's workflow is missing or closed; otherwise, and when anything could not be listed,
 * RestoreRefusedError and nothing started.
 */
export async function restoreAccount(
  context: ClientContext,
  account: string,
  options: RestoreOptions,
): Promise<RestoredAccount> {
  checkAccount(account);
  checkSaid('actor', options.actor);
  checkSaid('evidence', options.evidence);
  const old = await context.accounts.find(account, true);
  if (old?.open === true)
    throw new RestoreRefusedError(account, 'its workflow is running; there is nothing to restore');
  const settings = settingsOf(account, old, options);
  await quiet(context, old, options.quietMs ?? sendMs);

  const claimLifetimeMs = old?.claimLifetimeMs ?? context.maxRequestAgeMs;
  const withdrawals = await readRetainedWithdrawals(context, account, context.now() - 2 * claimLifetimeMs);
  const oldView = old === null ? null : await readOldView(context, account);
  const rebuilt = rebuildClaims(withdrawals, oldView?.openClaims ?? [], old?.closedAtMs ?? null);
  const unreadable = withdrawals.filter((one) => one.unreadable).map((one) => one.withdrawalId);
  const paused = pauseFor({
    old,
    oldView,
    unreadable,
    actor: options.actor,
    at: new Date(context.now()).toISOString(),
  });
  const carried: CarriedAccount = { ...rebuilt, paused, health: [], catalog: null, grants: oldView?.grants ?? 0 };
  const input: AccountInput = { account, ...settings, claimLifetimeMs, carried };
  if (JSON.stringify(input).length > maximumPayload)
    throw new RestoreRefusedError(
      account,
      'its claims do not fit into one message to Temporal; lower maxRequestAge or split the account',
    );
  const runId = await startAccount(context, input, options, withdrawals);
  const closedClaims = rebuilt.closed.reduce((sum, { claims }) => sum + claims.length, 0);
  return {
    account,
    runId,
    withdrawals: withdrawals.length,
    openClaims: rebuilt.openClaims.length,
    closedClaims,
    lanes: rebuilt.lanes.length,
    unreadable,
    paused,
  };
}

function settingsOf(
  account: string,
  old: AccountEntry | null,
  options: RestoreOptions,
): Pick<AccountInput, 'workerGroup' | 'accountIdentity' | 'capabilities'> {
  const workerGroup = options.workerGroup ?? old?.workerGroup ?? options.fallback?.workerGroup ?? null;
  const capabilities = options.capabilities ?? old?.capabilities ?? options.fallback?.capabilities ?? null;
  const accountIdentity = options.accountIdentity ?? old?.accountIdentity ?? options.fallback?.accountIdentity ?? null;
  const missing = [
    ...(workerGroup === null ? ['workerGroup'] : []),
    ...(capabilities === null ? ['capabilities'] : []),
  ];
  if (workerGroup === null || capabilities === null)
    throw new RestoreRefusedError(
      account,
      `${missing.join(' and ')} must be given: ${old === null ? 'the namespace remembers no earlier run' : 'the memo of its last run does not tell'}`,
    );
  return { workerGroup, accountIdentity, capabilities };
}

async function quiet(context: ClientContext, old: AccountEntry | null, quietMs: number): Promise<void> {
  const closedAtMs = old?.closedAtMs ?? null;
  if (closedAtMs === null) return;
  const left = closedAtMs + quietMs - context.now();
  if (left > 0) await pause(Math.min(left, quietMs));
}

/** A closed run still answers, and its claims hold baselines that nothing else remembers. */
async function readOldView(context: ClientContext, account: string): Promise<AccountView | null> {
  const answer = await askWorkflow(context.temporal, () =>
    context.temporal.workflow.getHandle(accountWorkflowId(account)).query(accountStateQuery),
  );
  return answer.answered ? answer.value : null;
}

function pauseFor(input: {
  old: AccountEntry | null;
  oldView: AccountView | null;
  unreadable: readonly string[];
  actor: string;
  at: string;
}): AccountPause | null {
  const { old, oldView, unreadable, actor, at } = input;
  const gaps = [
    ...(old !== null && oldView === null
      ? ['its last run could not be read, so whether it was paused is not known']
      : []),
    ...(unreadable.length > 0
      ? [
          `${unreadable.length} withdrawals could not be read and may block no lane: ${unreadable.slice(0, 5).join(', ')}`,
        ]
      : []),
  ];
  return gaps.length === 0
    ? (oldView?.paused ?? null)
    : { actor, reason: `restored with gaps: ${gaps.join('; ')}. Look, then resume`, at };
}

async function startAccount(
  context: ClientContext,
  input: AccountInput,
  options: RestoreOptions,
  withdrawals: readonly RetainedWithdrawal[],
): Promise<string> {
  const { account, workerGroup, accountIdentity, capabilities, claimLifetimeMs } = input;
  const restored = {
    actor: options.actor,
    evidence: options.evidence,
    at: new Date(context.now()).toISOString(),
    withdrawals: withdrawals.length,
  };
  try {
    const handle = await callTemporal(context.temporal, () =>
      context.temporal.workflow.start(accountWorkflowType, {
        workflowId: accountWorkflowId(account),
        taskQueue: workflowTaskQueue(workerGroup),
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
        workflowIdConflictPolicy: 'FAIL',
        args: [input],
        workflowTaskTimeout: accountTaskTimeout,
        memo: {
          adapter: splitAccount(account).adapter,
          workerGroup,
          accountIdentity,
          capabilities,
          claimLifetimeMs,
          restored,
        },
        typedSearchAttributes: searchAttributePairs({ account }),
        staticSummary: `account ${account}, restored by ${options.actor}`.slice(0, 180),
      }),
    );
    return handle.firstExecutionRunId;
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError)
      throw new RestoreRefusedError(
        account,
        'somebody started its workflow meanwhile; look at it before anything else',
        { cause: error },
      );
    throw error;
  }
}
