import { spawn } from 'node:child_process';
import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cachedBinary } from './cacheFolder.ts';
import { findOnPath } from './findOnPath.ts';
import { TEMPORAL_CLI_MODULE } from './temporalBinary.ts';
import type { Log } from './temporalBinary.ts';
import { verifyBinary } from './verifyBinary.ts';

const PROGRESS_EVERY_MS = 10_000;
const KEPT_OUTPUT = 2_000;

/**
 * Compiles the Temporal command with Go into the cache and answers its path.
 * The file appears there complete or not at all. Throws with Go's own words when it can't.
 */
export async function compileByGo(folder: string, env: NodeJS.ProcessEnv, log: Log): Promise<string> {
  const go = findOnPath('go', env)[0];
  if (go === undefined) throw new Error('Go is not on PATH');
  const temporary = mkdtempSync(join(folder, 'compiling-'));
  try {
    await install(go, { ...env, GOBIN: temporary }, log);
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

async function install(go: string, env: NodeJS.ProcessEnv, log: Log): Promise<void> {
  const startedAt = Date.now();
  const progress = () => log(`compiling the Temporal server (3 to 9 minutes, once) … ${Math.round((Date.now() - startedAt) / 1000)} s`);
  progress();
  const timer = setInterval(progress, PROGRESS_EVERY_MS);
  const child = spawn(go, ['install', TEMPORAL_CLI_MODULE], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  const stopChild = () => child.kill();
  process.once('exit', stopChild);
  try {
    let output = '';
    child.stderr.on('data', (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-KEPT_OUTPUT);
    });
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    if (code !== 0) throw new Error(`go install ended with ${code ?? 'a signal'}: ${output.trim()}`);
    log(`compiled the Temporal server in ${Math.round((Date.now() - startedAt) / 1000)} s`);
  } finally {
    clearInterval(timer);
    process.off('exit', stopChild);
  }
}
