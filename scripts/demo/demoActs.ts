import { demoOperator } from './demoOperator.ts';
import type { DemoContext, DemoPath } from './demoPath.ts';

/** What a backend or a person does once the withdrawal has started. */
export const demoActs = {
  cancelOnceFollowed,
  cancelOnceBroadcast,
  cancelWhileWaiting,
  completeOnceDeadlinePassed,
  confirmClaimed,
  confirmNotSent,
  adoptOurs,
} as const satisfies Readonly<Record<string, NonNullable<DemoPath['act']>>>;

async function cancelOnceFollowed({ client, withdrawalId, until, say }: DemoContext): Promise<void> {
  await until('it is followed', (view) => view.phase === 'FOLLOWING');
  const { outcome } = await client.cancel(withdrawalId, {
    ...demoOperator,
    reason: 'no longer wanted',
    waitSeconds: 0,
  });
  say(`cancel signalled: ${outcome}`);
}

async function cancelOnceBroadcast({
  client,
  withdrawalId,
  until,
  say,
  simulator,
  address,
}: DemoContext): Promise<void> {
  await until('it is on the chain', (view) => view.status === 'L1_CONFIRMING');
  const { outcome } = await client.cancel(withdrawalId, {
    ...demoOperator,
    reason: 'too late, as will be seen',
    waitSeconds: 0,
  });
  say(`cancel signalled: ${outcome}`);
  await until('the exchange answered the cancel', (view) => (view.state?.cancel?.lastAnswer ?? null) !== null);
  simulator.advance(simulator.ledger.find({ address })?.exchangeWithdrawalId ?? '', 'completed');
}

async function cancelWhileWaiting({ client, withdrawalId, account, until, say }: DemoContext): Promise<void> {
  await until('it waits for the paused account', (view) => view.phase === 'SUBMITTING');
  await client.cancel(withdrawalId, { ...demoOperator, reason: 'no longer wanted', waitSeconds: 0 });
  await until('its cancel has an outcome', (view) => (view.state?.cancel?.outcome ?? 'pending') !== 'pending');
  say('cancelled while its account was paused');
  await client.account.resume(account, { ...demoOperator, reason: 'demo: over' });
}

async function completeOnceDeadlinePassed({ until, simulator, address }: DemoContext): Promise<void> {
  await until('its deadline has passed', (view) => view.state?.cancel?.cause === 'deadline');
  simulator.advance(simulator.ledger.find({ address })?.exchangeWithdrawalId ?? '', 'completed');
}

async function confirmClaimed({ client, withdrawalId, until, say }: DemoContext): Promise<void> {
  await until('it waits to be claimed', (view) => view.attention === 'claimOnL1');
  await client.resolve(withdrawalId, {
    kind: 'confirmClaimed',
    txid: '0x5eed',
    ...demoOperator,
    evidence: 'claimed with the treasury wallet',
  });
  say('resolved: confirm-claimed');
}

async function confirmNotSent({ client, withdrawalId, until, say, simulator, address }: DemoContext): Promise<void> {
  await until('it needs review', (view) => view.phase === 'NEEDS_REVIEW');
  const seen = simulator.ledger.accepted({ address }).length;
  await client.resolve(withdrawalId, {
    kind: 'confirmNotSent',
    ...demoOperator,
    evidence: `the exchange's own page shows ${seen} withdrawals to this address`,
  });
  say('resolved: confirm-not-sent');
}

async function adoptOurs({ client, withdrawalId, until, say, simulator, address }: DemoContext): Promise<void> {
  await until('it needs review', (view) => view.phase === 'NEEDS_REVIEW');
  const ours = simulator.ledger.accepted({ address }).find((entry) => !entry.foreign);
  if (ours === undefined) throw new Error('the exchange never accepted it');
  await client.resolve(withdrawalId, {
    kind: 'adopt',
    exchangeWithdrawalId: ours.exchangeWithdrawalId,
    ...demoOperator,
    evidence: 'the other one was made by hand by Ann, who says so',
  });
  say(`resolved: adopt ${ours.exchangeWithdrawalId}`);
}
