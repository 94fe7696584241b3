import type { WithdrawalView } from '../../client/index.ts';
import type { WithdrawalResult } from '../../domain/state.ts';
import { addressOf } from '../local/addressOf.ts';
import { untilView } from '../local/untilView.ts';
import { demoAccount } from './demoAccounts.ts';
import type { DemoContext, DemoPath } from './demoPath.ts';
import type { DemoWorld } from './demoWorld.ts';
import { withdrawalIdOf } from './withdrawalIdOf.ts';

/** Runs one path until its withdrawal is settled, and answers the result. Throws if a step takes more than 300 s. */
export async function runPath(
  world: DemoWorld,
  path: DemoPath,
  index: number,
  onView: (view: WithdrawalView) => void,
  say: (text: string) => void,
): Promise<WithdrawalResult> {
  const withdrawalId = withdrawalIdOf(path, index);
  const context: DemoContext = {
    withdrawalId,
    address: addressOf(withdrawalId),
    amount: path.amount,
    account: path.account,
    simulator: world.simulatorOf(path.account),
    client: world.client,
    until: (what, condition) => untilView({ client: world.client, withdrawalId, what, condition, onView }),
    say: (text) => say(`${withdrawalId}: ${text}`),
  };
  await path.arrange?.(context);
  const now = Date.now();
  await world.client.start({
    withdrawalId,
    account: path.account,
    asset: 'USDT',
    network: demoAccount(path.account).network,
    address: context.address,
    amount: path.amount,
    requestedAt: new Date(now).toISOString(),
    deadlineAt: path.deadlineSeconds === undefined ? null : new Date(now + path.deadlineSeconds * 1_000).toISOString(),
  });
  await path.act?.(context);
  await context.until('it is settled', (view) => view.result !== null);
  return await world.client.result(withdrawalId);
}
