import type { AccountPause, AccountView } from '../../domain/accountState.ts';
import {
  accountStateQuery,
  accountWorkflowId,
  type AccountInput,
  type CarriedAccount,
} from '../../workflows/messages.ts';
import { checkAccount, checkFilled } from '../checkArguments.ts';
import { checkOptions } from '../checkOptions.ts';
import type { ClientContext } from '../context.ts';
import { RestoreRefusedError } from '../errors.ts';
import { pause } from '../pause.ts';
import type { AccountEntry } from '../temporal/accountDirectory.ts';
import { askWorkflow } from '../temporal/temporalCalls.ts';
import { rebuildClaims } from './rebuildClaims.ts';
import { restoreOptions, type RestoreOptions } from './restoreOptions.ts';
import { restoreSettings } from './restoreSettings.ts';
import { readRetainedWithdrawals } from './retainedWithdrawals.ts';
import { startRestoredAccount } from './startRestoredAccount.ts';

export type RestoredAccount = {
  readonly account: string;
  readonly runId: string;
  readonly withdrawals: number;
  readonly openClaims: number;
  readonly closedClaims: number;
  readonly lanes: number;
  /** Withdrawals whose state could not be read. They are treated as sent. */
  readonly unreadable: readonly string[];
  /** Set when something could not be read: nothing is granted until a person resumes the account. */
  readonly paused: AccountPause | null;
};

/** No send takes longer than this. */
const longestSendMs = 60_000;
/** Temporal takes payloads of at most 2 MiB; this leaves room for what is around it. */
const maximumPayload = 1_800_000;

/**
 * Starts an account's workflow again, rebuilt from its withdrawals. Throws RestoreRefusedError, with nothing started,
 * when its workflow runs or when something could not be listed.
 */
export async function restoreAccount(
  context: ClientContext,
  account: string,
  options: RestoreOptions,
): Promise<RestoredAccount> {
  checkAccount(account);
  checkOptions(options, restoreOptions);
  const { actor, evidence, quietMs = longestSendMs } = options;
  checkFilled('actor', actor);
  checkFilled('evidence', evidence);
  const old = await context.accounts.find(account, true);
  if (old?.open === true)
    throw new RestoreRefusedError(account, 'its workflow is running; there is nothing to restore');
  const settings = restoreSettings(account, old, options);
  await waitUntilSendsAreOver(context, old, quietMs);

  const claimLifetimeMs = old?.claimLifetimeMs ?? context.maxRequestAgeMs;
  const withdrawals = await readRetainedWithdrawals(context, account, context.now() - 2 * claimLifetimeMs);
  const oldView = old === null ? null : await readOldView(context, account);
  const rebuilt = rebuildClaims(withdrawals, oldView?.openClaims ?? [], old?.closedAtMs ?? null);
  const unreadable = withdrawals.filter((one) => one.unreadable).map((one) => one.withdrawalId);
  const gaps = gapsOf(old, oldView, unreadable);
  const paused = gaps.length === 0 ? (oldView?.paused ?? null) : pauseForGaps(gaps, actor, isoNow(context));
  const carried: CarriedAccount = { ...rebuilt, paused, health: [], catalog: null, grants: oldView?.grants ?? 0 };
  const input: AccountInput = { account, ...settings, claimLifetimeMs, carried };
  if (JSON.stringify(input).length > maximumPayload)
    throw new RestoreRefusedError(
      account,
      'its claims do not fit into one message to Temporal; lower maxRequestAge or split the account',
    );
  const note = { actor, evidence, at: isoNow(context), withdrawals: withdrawals.length };
  const runId = await startRestoredAccount(context, input, note);
  return {
    account,
    runId,
    withdrawals: withdrawals.length,
    openClaims: rebuilt.openClaims.length,
    closedClaims: rebuilt.closed.reduce((sum, { claims }) => sum + claims.length, 0),
    lanes: rebuilt.lanes.length,
    unreadable,
    paused,
  };
}

async function waitUntilSendsAreOver(context: ClientContext, old: AccountEntry | null, quietMs: number): Promise<void> {
  const closedAtMs = old?.closedAtMs ?? null;
  if (closedAtMs === null) return;
  const left = closedAtMs + quietMs - context.now();
  if (left > 0) await pause(Math.min(left, quietMs));
}

/** The view of the closed run, which a worker still answers. Only its claims have the baselines. */
async function readOldView(context: ClientContext, account: string): Promise<AccountView | null> {
  const answer = await askWorkflow(context.temporal, () =>
    context.temporal.workflow.getHandle(accountWorkflowId(account)).query(accountStateQuery),
  );
  return answer.answered ? answer.value : null;
}

/** What is not known after the restore. */
function gapsOf(old: AccountEntry | null, oldView: AccountView | null, unreadable: readonly string[]): string[] {
  const gaps: string[] = [];
  if (old !== null && oldView === null)
    gaps.push('its last run could not be read, so whether it was paused is not known');
  if (unreadable.length > 0) {
    const some = unreadable.slice(0, 5).join(', ');
    gaps.push(`${unreadable.length} withdrawals could not be read and may block no lane: ${some}`);
  }
  return gaps;
}

function pauseForGaps(gaps: readonly string[], actor: string, at: string): AccountPause {
  return { actor, reason: `restored with gaps: ${gaps.join('; ')}. Look, then resume`, at };
}

function isoNow(context: ClientContext): string {
  return new Date(context.now()).toISOString();
}
