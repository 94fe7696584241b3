import { createHash } from 'node:crypto';

import type { WithdrawalView } from '../../client/index.ts';
import type { WithdrawalResult } from '../../domain/state.ts';
import { checksumAddress } from '../../exchanges/edgex/signing/checksumAddress.ts';
import type { DemoPath, Stage } from './demoPath.ts';
import { stageOf } from './demoStages.ts';
import type { DemoWorld } from './demoWorld.ts';

/** Plays one path to its end and answers its result. */
export async function runPath(
  world: DemoWorld,
  path: DemoPath,
  index: number,
  seen: (view: WithdrawalView) => void,
  say: (text: string) => void,
): Promise<WithdrawalResult> {
  const withdrawalId = idOf(path, index);
  const stage: Stage = {
    withdrawalId,
    address: addressOf(withdrawalId),
    amount: path.amount,
    account: path.account,
    simulator: world.simulatorOf(path.account),
    client: world.client,
    until: (what, condition) => until(world, withdrawalId, what, condition, seen),
    say: (text) => say(`${withdrawalId}: ${text}`),
  };
  await path.arrange?.(stage);
  const now = Date.now();
  await world.client.start({
    withdrawalId,
    account: path.account,
    asset: 'USDT',
    network: stageOf(path.account).network,
    address: stage.address,
    amount: path.amount,
    requestedAt: new Date(now).toISOString(),
    deadlineAt: path.deadlineSeconds === undefined ? null : new Date(now + path.deadlineSeconds * 1_000).toISOString(),
  });
  await path.act?.(stage);
  await stage.until('it is settled', (view) => view.result !== null);
  return await world.client.result(withdrawalId);
}

export function idOf(path: DemoPath, index: number): string {
  return `demo-${String(index + 1).padStart(2, '0')}-${path.account.replace('/', '-')}`;
}

/** An EVM address of nobody, another one for each path; with its checksum, as some exchanges book it. */
export function addressOf(withdrawalId: string): string {
  return checksumAddress(`0x${createHash('sha256').update(withdrawalId).digest('hex').slice(0, 40)}`);
}

const lookMs = 300;
const patienceMs = 180_000;

async function until(
  world: DemoWorld,
  withdrawalId: string,
  what: string,
  condition: (view: WithdrawalView) => boolean,
  seen: (view: WithdrawalView) => void,
): Promise<void> {
  const end = Date.now() + patienceMs;
  while (Date.now() < end) {
    const view = await world.client.get(withdrawalId);
    seen(view);
    if (condition(view)) return;
    await new Promise((resolve) => setTimeout(resolve, lookMs));
  }
  throw new Error(`${withdrawalId}: waited ${patienceMs / 1_000} s in vain until ${what}`);
}
