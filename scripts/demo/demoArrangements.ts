import { demoOperator } from './demoOperator.ts';
import type { DemoContext, DemoPath } from './demoPath.ts';

/** What can be arranged before a withdrawal starts: at the exchange, for its address only, or at our account. */
export const demoArrangements = {
  neverAdvance,
  broadcastAtOnce,
  loseTheReply,
  loseTheRequest,
  loseTheReplyBesideAnother,
  pauseAccount,
} as const satisfies Readonly<Record<string, NonNullable<DemoPath['arrange']>>>;

function neverAdvance({ simulator, address }: DemoContext): void {
  simulator.setScript([], { address });
}

function broadcastAtOnce({ simulator, address }: DemoContext): void {
  simulator.setScript([{ afterMs: 100, status: 'broadcast' }], { address });
}

function loseTheReply({ simulator, address }: DemoContext): void {
  simulator.arm({ name: 'acceptThenDropReply', on: 'submit', match: { address } });
}

function loseTheRequest({ simulator, address }: DemoContext): void {
  simulator.arm({ name: 'dropBeforeAccept', on: 'submit', match: { address } });
}

/** At the same moment somebody makes the same withdrawal by hand, in the exchange's app. */
function loseTheReplyBesideAnother(context: DemoContext): void {
  const { simulator, address, amount } = context;
  loseTheReply(context);
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

async function pauseAccount({ client, account }: DemoContext): Promise<void> {
  await client.account.pause(account, { ...demoOperator, reason: 'demo: nothing is to be sent' });
}
