import type { WithdrawalRun } from '../withdrawalRun.ts';

/**
 * Asks the exchange to cancel, if it can, and waits until it answers. The answer settles nothing: the record is
 * followed on. May be called again; an exchange that has answered is not asked again.
 */
export async function askExchangeToCancel(run: WithdrawalRun): Promise<void> {
  const { request, accountIdentity, exchangeWithdrawalId, cancel } = run.state;
  if (accountIdentity === null || exchangeWithdrawalId === null || cancel === null || run.cancelAnswered) return;
  if (run.capabilities?.cancel === 'none') {
    run.cancelAnswered = true;
    run.change(
      { cancel: { ...cancel, outcome: 'notSupported' } },
      { kind: 'cancel', text: 'this exchange cannot cancel; following goes on' },
    );
    if (cancel.cause === 'deadline') run.setAttention('deadlineNotCancellable');
    return;
  }
  if (run.state.phase === 'FOLLOWING')
    run.change(
      { phase: 'CANCELLING', waitingFor: "the exchange's record after the cancel" },
      { kind: 'phase', text: 'CANCELLING' },
    );
  const answer = await run.money().requestCancel({
    account: request.account,
    accountIdentity,
    exchangeWithdrawalId,
    clientWithdrawalId: run.acceptedIntent?.clientWithdrawalId ?? null,
    network: request.network,
  });
  run.cancelAnswered = true;
  const text =
    answer.kind === 'taken'
      ? 'the exchange took the cancel; its record will tell'
      : `the exchange answered the cancel: ${answer.message}`;
  run.change(
    { cancel: { ...(run.state.cancel ?? cancel), lastAnswer: `${answer.kind}: ${answer.message}` } },
    { kind: 'cancel', text },
  );
}
