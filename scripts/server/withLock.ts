import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import type { Log } from './temporalBinary.ts';

const RETRY_MS = 1_000;
const SAY_SO_EVERY_MS = 30_000;

/**
 * Runs `work` while no other live process runs work under the same lock file.
 * A lock whose owner is dead is taken over. It saves work, nothing more: what it guards must itself be atomic.
 */
export async function withLock<T>(folder: string, log: Log, work: () => Promise<T>): Promise<T> {
  const lockFile = join(folder, 'lock');
  const mine = join(folder, `lock.${randomUUID()}`);
  mkdirSync(folder, { recursive: true });
  // A link makes the lock appear with its content: a reader never sees one without an owner.
  writeFileSync(mine, String(process.pid));
  let waited = 0;
  try {
    while (!tryLink(mine, lockFile)) {
      if (takeOverFromDead(lockFile, mine)) continue;
      if (waited % SAY_SO_EVERY_MS === 0)
        log(`waiting for another process that prepares the Temporal server (lock: ${lockFile})`);
      await delay(RETRY_MS);
      waited += RETRY_MS;
    }
    try {
      return await work();
    } finally {
      rmSync(lockFile, { force: true });
    }
  } finally {
    rmSync(mine, { force: true });
  }
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function takeOverFromDead(lockFile: string, mine: string): boolean {
  try {
    if (isAlive(Number(readFileSync(lockFile, 'utf8')))) return false;
    // Renamed, not removed: of two processes that saw the same dead owner, one gets it.
    renameSync(lockFile, `${mine}.stale`);
    rmSync(`${mine}.stale`, { force: true });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return true;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
