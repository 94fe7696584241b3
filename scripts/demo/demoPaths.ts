import type { DemoPath, Stage } from './demoPath.ts';

const delivered = { status: 'L1_COMPLETED', moneyLeft: 'yes', accepted: 1 } as const;
const operator = { actor: 'demo operator' } as const;

/** Every way a withdrawal can go, on every adapter. */
export const demoPaths: readonly DemoPath[] = [
  { title: 'delivered', account: 'bigone/treasury', amount: '100.5', expected: delivered },
  { title: 'delivered', account: 'bitunix/main', amount: '50.25', expected: delivered },
  {
    title: 'rejected by the exchange',
    account: 'bigone/treasury',
    amount: '9000000',
    expected: { status: 'FAILED', moneyLeft: 'no', accepted: 0 },
  },
  {
    title: 'rejected by the exchange',
    account: 'bitunix/main',
    amount: '900000',
    expected: { status: 'FAILED', moneyLeft: 'no', accepted: 0 },
  },
  {
    title: 'cancelled by signal',
    account: 'bigone/treasury',
    amount: '111',
    arrange: neverAdvance,
    act: cancelOnceFollowed,
    expected: { status: 'CANCELLED', moneyLeft: 'no', accepted: 1, cancel: 'cancelled' },
  },
  {
    title: 'cancelled at its deadline',
    account: 'bigone/treasury',
    amount: '112',
    deadlineSeconds: 25,
    arrange: neverAdvance,
    expected: { status: 'CANCELLED', moneyLeft: 'no', accepted: 1, cancel: 'cancelled' },
  },
  {
    title: 'cancelled too late',
    account: 'bitunix/main',
    amount: '113',
    arrange: broadcastAtOnce,
    act: cancelOnceBroadcast,
    expected: { ...delivered, cancel: 'tooLate' },
  },
  {
    title: 'cancelled before it was sent',
    account: 'bitunix/paused',
    amount: '114',
    arrange: pauseAccount,
    act: cancelWhileWaiting,
    expected: { status: null, moneyLeft: 'no', accepted: 0, cancel: 'cancelledBeforeSubmit' },
  },
  {
    title: 'reply lost after it was accepted',
    account: 'bigone/treasury',
    amount: '115',
    arrange: loseTheReply,
    expected: delivered,
  },
  {
    title: 'reply lost; a repeated id is answered with an error',
    account: 'bigone/strict',
    amount: '116',
    arrange: loseTheReply,
    expected: delivered,
  },
  {
    title: 'reply lost; a repeated id would pay twice',
    account: 'bigone/careless',
    amount: '117',
    arrange: loseTheReply,
    expected: delivered,
  },
  {
    title: 'reply lost after it was accepted',
    account: 'bitunix/main',
    amount: '118',
    arrange: loseTheReply,
    expected: delivered,
  },
  {
    title: 'worker killed (SIGKILL) between send and answer',
    account: 'bitunix/crash',
    amount: '119',
    expected: delivered,
  },
  {
    title: 'unknown: never arrived; a person confirms',
    account: 'bitunix/main',
    amount: '120',
    arrange: loseTheRequest,
    act: confirmNotSent,
    expected: { status: 'FAILED', moneyLeft: 'no', accepted: 0 },
  },
  { title: 'delivered', account: 'btse/main', amount: '122', expected: delivered },
  {
    title: 'reply lost; found in a history without addresses',
    account: 'btse/main',
    amount: '123',
    arrange: loseTheReply,
    expected: delivered,
  },
  {
    title: 'deadline on an exchange that cannot cancel',
    account: 'btse/main',
    amount: '124',
    deadlineSeconds: 30,
    arrange: broadcastAtOnce,
    act: completeOnceDeadlinePassed,
    expected: { ...delivered, cancel: 'notSupported' },
  },
  { title: 'delivered, claimed on L1', account: 'edgex-normal-withdraw/main', amount: '125', expected: delivered },
  {
    title: 'reply lost; repeated with the same bytes',
    account: 'edgex-normal-withdraw/main',
    amount: '126',
    arrange: loseTheReply,
    expected: delivered,
  },
  {
    title: 'waits to be claimed on L1; a person confirms',
    account: 'edgex-normal-withdraw/main',
    amount: '130',
    arrange: broadcastAtOnce,
    act: confirmClaimed,
    expected: delivered,
  },
  { title: 'delivered across chains', account: 'edgex-cross-withdraw/main', amount: '127', expected: delivered },
  {
    title: 'request lost; repeated with the same bytes',
    account: 'edgex-cross-withdraw/main',
    amount: '128',
    arrange: loseTheRequest,
    expected: delivered,
  },
  {
    title: 'refused: nobody documents its risk signature',
    account: 'edgex-withdraw/main',
    amount: '129',
    expected: { status: null, moneyLeft: 'no', accepted: 0 },
  },
  {
    title: 'unknown: two look alike; a person adopts',
    account: 'bitunix/main',
    amount: '121',
    arrange: loseTheReplyBesideAnother,
    act: adoptOurs,
    expected: delivered,
  },
];

function neverAdvance({ simulator, address }: Stage): void {
  simulator.setScript([], { address });
}

function broadcastAtOnce({ simulator, address }: Stage): void {
  simulator.setScript([{ afterMs: 100, status: 'broadcast' }], { address });
}

function loseTheReply({ simulator, address }: Stage): void {
  simulator.arm({ name: 'acceptThenDropReply', on: 'submit', match: { address } });
}

function loseTheRequest({ simulator, address }: Stage): void {
  simulator.arm({ name: 'dropBeforeAccept', on: 'submit', match: { address } });
}

/** Somebody withdraws the same by hand in the exchange's app at the same moment. */
function loseTheReplyBesideAnother(stage: Stage): void {
  const { simulator, address, amount } = stage;
  loseTheReply(stage);
  const stop = simulator.ledger.subscribe(({ kind, entry }) => {
    if (kind !== 'accepted' || entry.address !== address || entry.foreign) return;
    stop();
    simulator.addForeignWithdrawal({
      accountId: entry.accountId,
      asset: entry.asset,
      network: entry.network,
      address,
      amount,
    });
  });
}

async function pauseAccount({ client, account }: Stage): Promise<void> {
  await client.account.pause(account, { ...operator, reason: 'demo: nothing is to be sent' });
}

async function cancelOnceFollowed({ client, withdrawalId, until, say }: Stage): Promise<void> {
  await until('it is followed', (view) => view.phase === 'FOLLOWING');
  const { outcome } = await client.cancel(withdrawalId, { ...operator, reason: 'no longer wanted', waitSeconds: 0 });
  say(`cancel signalled: ${outcome}`);
}

async function cancelOnceBroadcast({ client, withdrawalId, until, say, simulator, address }: Stage): Promise<void> {
  await until('it is on the chain', (view) => view.status === 'L1_CONFIRMING');
  const { outcome } = await client.cancel(withdrawalId, {
    ...operator,
    reason: 'too late, as will be seen',
    waitSeconds: 0,
  });
  say(`cancel signalled: ${outcome}`);
  await until('the exchange answered the cancel', (view) => (view.state?.cancel?.lastAnswer ?? null) !== null);
  simulator.advance(simulator.ledger.find({ address })?.exchangeWithdrawalId ?? '', 'completed');
}

async function completeOnceDeadlinePassed({ until, simulator, address }: Stage): Promise<void> {
  await until('its deadline has passed', (view) => view.state?.cancel?.cause === 'deadline');
  simulator.advance(simulator.ledger.find({ address })?.exchangeWithdrawalId ?? '', 'completed');
}

async function confirmClaimed({ client, withdrawalId, until, say }: Stage): Promise<void> {
  await until('it waits to be claimed', (view) => view.attention === 'claimOnL1');
  await client.resolve(withdrawalId, {
    kind: 'confirmClaimed',
    txid: '0x5eed',
    ...operator,
    evidence: 'claimed with the treasury wallet',
  });
  say('resolved: confirm-claimed');
}

async function cancelWhileWaiting({ client, withdrawalId, account, until, say }: Stage): Promise<void> {
  await until('it waits for the paused account', (view) => view.phase === 'SUBMITTING');
  const { outcome } = await client.cancel(withdrawalId, { ...operator, reason: 'no longer wanted', waitSeconds: 20 });
  say(`cancel answered: ${outcome}`);
  await client.account.resume(account, { ...operator, reason: 'demo: over' });
}

async function confirmNotSent({ client, withdrawalId, until, say, simulator, address }: Stage): Promise<void> {
  await until('it needs review', (view) => view.phase === 'NEEDS_REVIEW');
  const seen = simulator.ledger.accepted({ address }).length;
  await client.resolve(withdrawalId, {
    kind: 'confirmNotSent',
    ...operator,
    evidence: `the exchange's own page shows ${seen} withdrawals to this address`,
  });
  say('resolved: confirm-not-sent');
}

async function adoptOurs({ client, withdrawalId, until, say, simulator, address }: Stage): Promise<void> {
  await until('it needs review', (view) => view.phase === 'NEEDS_REVIEW');
  const ours = simulator.ledger.accepted({ address }).find((entry) => !entry.foreign);
  if (ours === undefined) throw new Error('the exchange never accepted it');
  await client.resolve(withdrawalId, {
    kind: 'adopt',
    exchangeWithdrawalId: ours.exchangeWithdrawalId,
    ...operator,
    evidence: 'the other one was made by hand by Ann, who says so',
  });
  say(`resolved: adopt ${ours.exchangeWithdrawalId}`);
}
