import type { WithdrawalView } from '../../client/index.ts';
import type { WithdrawalResult } from '../../domain/state.ts';
import { demoAccount } from './demoAccounts.ts';
import { addressOf, withdrawalIdOf } from './demoIds.ts';
import type { DemoContext, DemoPath } from './demoPath.ts';
import type { DemoWorld } from './demoWorld.ts';

const lookMs = 300;
const patienceMs = 180_000;

/** Runs one path until its withdrawal is settled, and answers the result. Throws if a step takes more than 180 s. */
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
    until: (what, condition) => until(world, withdrawalId, what, condition, onView),
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

async function until(
  world: DemoWorld,
  withdrawalId: string,
  what: string,
  condition: (view: WithdrawalView) => boolean,
  onView: (view: WithdrawalView) => void,
): Promise<void> {
  const giveUpAtMs = Date.now() + patienceMs;
  while (Date.now() < giveUpAtMs) {
    const view = await world.client.get(withdrawalId);
    onView(view);
    if (condition(view)) return;
    await new Promise((resolve) => setTimeout(resolve, lookMs));
  }
  throw new Error(`${withdrawalId}: waited ${patienceMs / 1_000} s in vain until ${what}`);
}
