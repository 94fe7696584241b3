import { setTimeout as delay } from 'node:timers/promises';

import type { CrashStage } from './crashScenario.ts';
import { patienceSeconds } from './crashWorld.ts';
import { diedAt } from './diedAt.ts';
import { isRestorePoint, restorePoints } from './matrixPoints.ts';

const retryAfterMs = 500;

/** Restores the account as an operator whose process dies at the stage's point and who repeats it until it works. */
export async function restoreTwice({ world, point }: CrashStage): Promise<void> {
  if (!isRestorePoint(point)) throw new Error(`${point} is not in the operator's process`);
  const killAt = restorePoints[point];
  await diedAt(Promise.resolve(await world.runRestore(killAt)), killAt);
  const giveUpAtMs = Date.now() + patienceSeconds * 1_000;
  for (;;) {
    const { how, lastWords } = await world.runRestore(null);
    if (await world.accountRuns()) return;
    if (Date.now() > giveUpAtMs) throw new Error(`the account could not be restored (exit code ${how}): ${lastWords}`);
    await delay(retryAfterMs);
  }
}
