import { renameSync } from 'node:fs';
import { join } from 'node:path';

import { cachedBinary } from './cacheFolder.ts';
import { goInstall } from './goInstall.ts';
import type { PrintLine } from './printLine.ts';
import { verifyBinary } from './verifyBinary.ts';
import { withScratchFolder } from './withScratchFolder.ts';

/** The newest version that `go install` accepts: later ones have a replace directive, which it refuses. */
const temporalCliModule = 'github.com/temporalio/cli/cmd/temporal@v1.5.1';

/**
 * Compiles the Temporal command with Go into the cache and answers its path. The file appears there complete or not at
 * all. Throws with Go's own message if that fails.
 */
export function compileByGo(folder: string, env: NodeJS.ProcessEnv, log: PrintLine): Promise<string> {
  return withScratchFolder(join(folder, 'compiling-'), async (temporary) => {
    const what = 'the Temporal server (3 to 9 minutes, once)';
    await goInstall({ packages: [temporalCliModule], folder: temporary, env, log, what });
    const built = join(temporary, process.platform === 'win32' ? 'temporal.exe' : 'temporal');
    const problem = await verifyBinary(built);
    if (problem !== null) throw new Error(`the compiled command ${problem}`);
    const target = cachedBinary(folder, 'compiled');
    renameSync(built, target);
    return target;
  });
}
