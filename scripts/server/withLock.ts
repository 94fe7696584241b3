import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import type { PrintLine } from './printLine.ts';

const retryMs = 1_000;
const printEveryMs = 30_000;

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
  let waitedMs = 0;
  try {
    while (!tryLink(ownFile, lockFile)) {
      if (takeOverFromDead(lockFile, ownFile)) continue;
      if (waitedMs % printEveryMs === 0)
        log(`waiting for another process that prepares the Temporal server (lock: ${lockFile})`);
      await delay(retryMs);
      waitedMs += retryMs;
    }
    try {
      return await work();
    } finally {
      rmSync(lockFile, { force: true });
    }
  } finally {
    rmSync(ownFile, { force: true });
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

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
