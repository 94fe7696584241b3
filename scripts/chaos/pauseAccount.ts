import { setTimeout as delay } from 'node:timers/promises';

import type { ChaosWorld } from './chaosWorld.ts';

const said = { actor: 'chaos', reason: 'staged' } as const;

const triesForMs = 300_000;
const settleMs = 5_000;

/** Pauses the account for so long. A withdrawal that this held up for good would be reported as lost. */
export async function pauseAccount({ client }: Pick<ChaosWorld, 'client'>, account: string, ms: number): Promise<void> {
  await untilDone(async () => {
    await client.account.pause(account, said);
  });
  await delay(ms);
  // A pause whose answer was lost may be carried out after a resume that was answered.
  await untilDone(async () => {
    await client.account.resume(account, said);
    await delay(settleMs);
    const { paused } = await client.account.state(account);
    if (paused !== null) throw new Error(`${account} is paused again`);
  });
}

/** Temporal or the workers may be down at the moment. */
async function untilDone(act: () => Promise<void>): Promise<void> {
  const end = Date.now() + triesForMs;
  while (Date.now() < end) {
    const isDone = await act().then(
      () => true,
      () => false,
    );
    if (isDone) return;
    await delay(500);
  }
}
