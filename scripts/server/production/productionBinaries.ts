import { execFile } from 'node:child_process';
import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { cacheFolder } from '../cacheFolder.ts';
import { goInstall } from '../goInstall.ts';
import type { PrintLine } from '../printLine.ts';
import { withLock } from '../withLock.ts';
import { withScratchFolder } from '../withScratchFolder.ts';

const serverVersion = '1.29.1';
const goPackages = [
  `go.temporal.io/server/cmd/server@v${serverVersion}`,
  `go.temporal.io/server/cmd/tools/sql@v${serverVersion}`,
];
/** `--version` of a cold binary on a busy disk takes seconds, not minutes. */
const versionMs = 30_000;

/** Paths of the production server and of the tool that makes its databases; the tool contains the schema. */
export type ProductionBinaries = { server: string; sqlTool: string };

/**
 * Finds both in the cache folder, or compiles them there with Go (1 to 4 minutes, once). May be repeated, also by
 * several processes at once. The files appear in the cache complete or not at all.
 */
export async function productionBinaries(
  log: PrintLine,
  env: NodeJS.ProcessEnv = process.env,
): Promise<ProductionBinaries> {
  const folder = cacheFolder(env);
  const inCache = () => cachedProductionBinaries(env);
  return (
    (await inCache()) ??
    (await withLock(folder, log, async () => (await inCache()) ?? compile(folder, targetIn(folder), env, log)))
  );
}

/** Both binaries if the cache folder holds them and they run, else null. Compiles nothing. */
export function cachedProductionBinaries(env: NodeJS.ProcessEnv = process.env): Promise<ProductionBinaries | null> {
  return usableIn(targetIn(cacheFolder(env)));
}

function targetIn(folder: string): string {
  return join(folder, `temporal-server-${serverVersion}`);
}

async function compile(
  folder: string,
  target: string,
  env: NodeJS.ProcessEnv,
  log: PrintLine,
): Promise<ProductionBinaries> {
  mkdirSync(folder, { recursive: true });
  try {
    return await withScratchFolder(join(folder, 'compiling-'), async (temporary) => {
      const what = "Temporal's production server (1 to 4 minutes, once)";
      await goInstall({ packages: goPackages, folder: temporary, env, log, what });
      if ((await usableIn(temporary)) === null) throw new Error('the compiled commands do not run');
      rmSync(target, { recursive: true, force: true });
      renameSync(temporary, target);
      return binariesIn(target);
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      "Temporal's production server cannot be compiled; " +
        `it needs Go 1.24 or newer on PATH and the Go module proxy. (${reason})`,
      { cause: error },
    );
  }
}

async function usableIn(folder: string): Promise<ProductionBinaries | null> {
  const found = binariesIn(folder);
  const [server, sqlTool] = await Promise.all([versionOf(found.server), versionOf(found.sqlTool)]);
  return server === `temporal version ${serverVersion}` && sqlTool === `temporal-sql-tool version ${serverVersion}`
    ? found
    : null;
}

function binariesIn(folder: string): ProductionBinaries {
  return { server: join(folder, 'server'), sqlTool: join(folder, 'sql') };
}

async function versionOf(file: string): Promise<string> {
  try {
    return (await promisify(execFile)(file, ['--version'], { timeout: versionMs })).stdout.trim();
  } catch {
    return 'does not run';
  }
}
