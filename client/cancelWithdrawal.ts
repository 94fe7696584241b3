import { WorkflowNotFoundError } from '@temporalio/common';

import type { MoneyLeft } from '../domain/moneyLeft.ts';
import type { CancelOutcome } from '../domain/state.ts';
import type { WithdrawalStatus } from '../domain/status.ts';
import { cancelWithdrawalSignal, withdrawalWorkflowId, type CancelRequest } from '../workflows/messages.ts';
import { checkFilled, checkWithdrawalId } from './checkArguments.ts';
import { checkOptions, type KnownOptions } from './checkOptions.ts';
import type { ClientContext } from './context.ts';
import { AbnormalEndError, InvalidArgumentError } from './errors.ts';
import { describeWithdrawal, getWithdrawal } from './getWithdrawal.ts';
import { pause } from './pause.ts';
import { runStanding } from './temporal/runStatus.ts';
import { callTemporal } from './temporal/temporalCalls.ts';
import type { WithdrawalView } from './withdrawalView.ts';

export type CancelOptions = CancelRequest & {
  /** How long to wait for an outcome, 0 to 3600. Default 10; 0 only asks. */
  readonly waitSeconds?: number;
};

export type CancelResult = {
  readonly withdrawalId: string;
  /** `alreadySettled`: it had ended before the cancel, which changed nothing. `pending`: there is no outcome yet. */
  readonly outcome: CancelOutcome | 'alreadySettled';
  readonly settled: boolean;
  readonly status: WithdrawalStatus | null;
  readonly moneyLeft: MoneyLeft;
  readonly message: string;
};

const cancelOptions: KnownOptions<CancelOptions> = { actor: true, reason: true, waitSeconds: true };

const pollMs = 400;

/**
 * Asks for a cancel and waits a while for its outcome. May be repeated. The exchange's answer settles nothing, only its
 * record does. Throws WithdrawalNotFoundError, AbnormalEndError when no run follows it any more, InvalidArgumentError.
 */
export async function cancelWithdrawal(
  context: ClientContext,
  withdrawalId: string,
  options: CancelOptions,
): Promise<CancelResult> {
  checkWithdrawalId(withdrawalId);
  checkOptions(options, cancelOptions);
  const { actor, reason, waitSeconds = 10 } = options;
  checkFilled('actor', actor);
  checkFilled('reason', reason);
  if (!(waitSeconds >= 0 && waitSeconds <= 3_600))
    throw new InvalidArgumentError('waitSeconds', 'from 0 to 3600', waitSeconds);
  const { run } = await describeWithdrawal(context, withdrawalId);
  if (runStanding(run.status) === 'interrupted') throw new AbnormalEndError(withdrawalId, run.status);
  if (runStanding(run.status) === 'completed' || !(await signal(context, withdrawalId, { actor, reason })))
    return ended(await getWithdrawal(context, withdrawalId));

  const until = context.now() + waitSeconds * 1_000;
  for (;;) {
    const left = until - context.now();
    if (left <= 0) break;
    await pause(Math.min(pollMs, left));
    const view = await getWithdrawal(context, withdrawalId);
    if (runStanding(view.run.status) === 'interrupted') throw new AbnormalEndError(withdrawalId, view.run.status);
    const outcome = view.state?.cancel?.outcome ?? 'pending';
    if (view.result !== null || outcome !== 'pending') return asked(view, outcome);
  }
  return asked(await getWithdrawal(context, withdrawalId), null);
}

/** Sends the signal. False when the workflow had closed before. */
async function signal(context: ClientContext, withdrawalId: string, request: CancelRequest): Promise<boolean> {
  try {
    // Never signalWithStart: for a closed workflow that would start a second withdrawal.
    await callTemporal(context.temporal, () =>
      context.temporal.workflow.getHandle(withdrawalWorkflowId(withdrawalId)).signal(cancelWithdrawalSignal, request),
    );
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}

const outcomeTexts: Readonly<Record<CancelResult['outcome'], string>> = {
  pending: 'Asked; there is no outcome yet. It goes on being followed, and the ask is kept.',
  cancelledBeforeSubmit: 'Cancelled before anything was sent.',
  cancelled: "Cancelled: the exchange's record says so.",
  tooLate: 'Too late: the exchange had let it go, or would not cancel it any more.',
  notSupported: 'This exchange cannot cancel a withdrawal. It goes on being followed.',
  alreadySettled: 'It had ended before; the cancel changed nothing.',
};

function asked(view: WithdrawalView, known: CancelOutcome | null): CancelResult {
  return toResult(view, known ?? view.state?.cancel?.outcome ?? 'pending');
}

function ended(view: WithdrawalView): CancelResult {
  return toResult(view, view.result?.cancel?.outcome ?? 'alreadySettled');
}

function toResult(view: WithdrawalView, outcome: CancelResult['outcome']): CancelResult {
  // A run that is settled and has no result yet only reports to the account.
  const settled = view.result !== null || (view.state?.settlement ?? null) !== null;
  return {
    withdrawalId: view.withdrawalId,
    outcome,
    settled,
    status: view.status,
    moneyLeft: view.moneyLeft,
    message: outcomeTexts[outcome],
  };
}
