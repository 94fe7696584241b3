import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { isAlive } from './isAlive.ts';
import type { PrintLine } from './printLine.ts';
import { withProgress } from './withProgress.ts';

const retryMs = 1_000;

/**
 * Runs `work` while no other live process does work under the same lock file; waits as long as one does. The lock of a
 * dead process is taken over. It only saves double work: the work itself must be atomic.
 */
export async function withLock<T>(folder: string, log: PrintLine, work: () => Promise<T>): Promise<T> {
  const lockFile = join(folder, 'lock');
  const ownFile = join(folder, `lock.${randomUUID()}`);
  mkdirSync(folder, { recursive: true });
  // The lock is a link to this file, so it appears with its content: a reader never sees a lock without an owner.
  writeFileSync(ownFile, String(process.pid));
  const describe = (seconds: number): string => `another process makes it ready (${lockFile}), waiting … ${seconds} s`;
  try {
    if (!tryTake(lockFile, ownFile)) await withProgress({ describe, log }, () => waitForLock(lockFile, ownFile));
    try {
      return await work();
    } finally {
      rmSync(lockFile, { force: true });
    }
  } finally {
    rmSync(ownFile, { force: true });
  }
}

async function waitForLock(lockFile: string, ownFile: string): Promise<void> {
  while (!tryTake(lockFile, ownFile)) await delay(retryMs);
}

function tryTake(lockFile: string, ownFile: string): boolean {
  // Tried again at once after the lock of a dead process: another may have been quicker.
  return tryLink(ownFile, lockFile) || (takeOverFromDead(lockFile, ownFile) && tryLink(ownFile, lockFile));
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

function takeOverFromDead(lockFile: string, ownFile: string): boolean {
  try {
    if (isAlive(Number(readFileSync(lockFile, 'utf8')))) return false;
    // Renamed, not removed: if two processes see the same dead owner, only one of them succeeds.
    renameSync(lockFile, `${ownFile}.stale`);
    rmSync(`${ownFile}.stale`, { force: true });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return true;
    throw error;
  }
}
