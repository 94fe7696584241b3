import { setTimeout as delay } from 'node:timers/promises';
import type { ChaosWorld } from './chaosWorld.ts';

const said = { actor: 'chaos', reason: 'staged' } as const;

const triesForMs = 120_000;

/** Pauses the account for so long. What it holds up for good would show as lost. */
export async function pauseAccount({ client }: Pick<ChaosWorld, 'client'>, account: string, ms: number): Promise<void> {
  await untilDone(() => client.account.pause(account, said));
  await delay(ms);
  await untilDone(() => client.account.resume(account, said));
}

/** Temporal or the workers may be down at the moment. */
async function untilDone(act: () => Promise<unknown>): Promise<void> {
  const end = Date.now() + triesForMs;
  while (Date.now() < end) {
    const isDone = await act().then(() => true, () => false);
    if (isDone) return;
    await delay(500);
  }
}
