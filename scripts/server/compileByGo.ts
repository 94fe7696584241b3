import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { cachedBinary } from './cacheFolder.ts';
import { goInstall } from './goInstall.ts';
import { TEMPORAL_CLI_MODULE } from './temporalBinary.ts';
import type { Log } from './temporalBinary.ts';
import { verifyBinary } from './verifyBinary.ts';

/**
 * Compiles the Temporal command with Go into the cache and answers its path.
 * The file appears there complete or not at all. Throws with Go's own words when it can't.
 */
export async function compileByGo(folder: string, env: NodeJS.ProcessEnv, log: Log): Promise<string> {
  const temporary = mkdtempSync(join(folder, 'compiling-'));
  try {
    await goInstall({
      packages: [TEMPORAL_CLI_MODULE],
      folder: temporary,
      env,
      log,
      what: 'the Temporal server (3 to 9 minutes, once)',
    });
    const built = join(temporary, process.platform === 'win32' ? 'temporal.exe' : 'temporal');
    const problem = await verifyBinary(built);
    if (problem !== null) throw new Error(`the compiled command ${problem}`);
    const target = cachedBinary(folder, 'compiled');
    renameSync(built, target);
    return target;
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}
