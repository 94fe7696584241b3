import { spawn } from 'node:child_process';

import { findOnPath } from './findOnPath.ts';
import type { Log } from './temporalBinary.ts';

const PROGRESS_EVERY_MS = 10_000;
const KEPT_OUTPUT = 2_000;

export type GoInstallOptions = {
  /** With their versions, all of one module. */
  packages: readonly string[];
  /** Where the binaries go. */
  folder: string;
  env: NodeJS.ProcessEnv;
  log: Log;
  /** For progress: "the Temporal server (3 to 9 minutes, once)". */
  what: string;
};

/** Compiles commands with Go. Throws with Go's own words when it can't; ends with this process. */
export async function goInstall({ packages, folder, env, log, what }: GoInstallOptions): Promise<void> {
  const go = findOnPath('go', env)[0];
  if (go === undefined) throw new Error('Go is not on PATH');
  const startedAt = Date.now();
  const progress = () => log(`compiling ${what} … ${Math.round((Date.now() - startedAt) / 1000)} s`);
  progress();
  const timer = setInterval(progress, PROGRESS_EVERY_MS);
  const child = spawn(go, ['install', ...packages], {
    env: { ...env, GOBIN: folder },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
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
    log(`compiled in ${Math.round((Date.now() - startedAt) / 1000)} s`);
  } finally {
    clearInterval(timer);
    process.off('exit', stopChild);
  }
}
