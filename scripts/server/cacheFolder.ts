import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Names the folder for downloaded and compiled binaries: never inside the checkout, so that `git clean` costs
 * nobody nine minutes.
 */
export function cacheFolder(env: NodeJS.ProcessEnv): string {
  if (env['WITHDRAWALS_CACHE_DIR']) return env['WITHDRAWALS_CACHE_DIR'];
  if (env['XDG_CACHE_HOME']) return join(env['XDG_CACHE_HOME'], 'withdrawals');
  return join(env['HOME'] || homedir(), '.cache', 'withdrawals');
}

/**
 * Names the file of one origin in the cache: the version is in the name, so that an upgrade never meets an
 * old binary.
 */
export function cachedBinary(folder: string, origin: 'download' | 'compiled'): string {
  return join(folder, origin === 'compiled' ? 'temporal-1.5.1' : 'temporal-sdk-1.24.0');
}
