import { setTimeout as delay } from 'node:timers/promises';

import type { CrashProcess } from './crashProcess.ts';
import { patienceSeconds } from './crashWorld.ts';

/** Resolves when the process has died at this point. Throws if it ended elsewhere, or did not get there in 600 s. */
export async function diedAt(ended: CrashProcess['ended'], point: string): Promise<void> {
  const patience = new AbortController();
  const tooLong = delay(patienceSeconds * 1_000, null, { signal: patience.signal }).catch(() => null);
  const end = await Promise.race([ended, tooLong]);
  patience.abort();
  if (end === null) throw new Error(`no process came to ${point}`);
  if (end.how !== 'SIGKILL' || !end.lastWords.includes(`crash point ${point}`))
    throw new Error(`the process ended by ${end.how} elsewhere than at ${point}: ${end.lastWords}`);
}
