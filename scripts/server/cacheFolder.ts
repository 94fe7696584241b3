import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * The folder for downloaded and compiled binaries. It is never inside the checkout, where `git clean` would remove what
 * took minutes to compile.
 */
export function cacheFolder(env: NodeJS.ProcessEnv): string {
  if (env['WITHDRAWALS_CACHE_DIR']) return env['WITHDRAWALS_CACHE_DIR'];
  if (env['XDG_CACHE_HOME']) return join(env['XDG_CACHE_HOME'], 'withdrawals');
  return join(env['HOME'] || homedir(), '.cache', 'withdrawals');
}

/** The file of a binary in the cache. The version is in its name, so that an upgrade never finds an old binary. */
export function cachedBinary(folder: string, origin: 'download' | 'compiled'): string {
  return join(folder, origin === 'compiled' ? 'temporal-1.5.1' : 'temporal-sdk-1.24.0');
}
