import { spawn } from 'node:child_process';

import { findOnPath } from './findOnPath.ts';
import type { PrintLine } from './printLine.ts';
import { withProgress } from './withProgress.ts';

const keptCharacters = 2_000;

export type GoInstallOptions = {
  /** Commands with their versions, all of one module. */
  packages: readonly string[];
  /** Where Go puts the binaries. */
  folder: string;
  env: NodeJS.ProcessEnv;
  log: PrintLine;
  /** For the lines of progress, such as "the Temporal server (3 to 9 minutes, once)". */
  what: string;
};

/** Compiles commands with Go. Throws with Go's own message if that fails. Go is ended with this process. */
export async function goInstall(options: GoInstallOptions): Promise<void> {
  const { env, log, what } = options;
  const go = findOnPath('go', env)[0];
  if (go === undefined) throw new Error('Go is not on PATH');
  const startedAtMs = Date.now();
  const describe = (seconds: number): string => `compiling ${what} … ${seconds} s`;
  await withProgress({ describe, log }, () => run(go, options));
  log(`compiled in ${Math.round((Date.now() - startedAtMs) / 1_000)} s`);
}

async function run(go: string, { packages, folder, env }: GoInstallOptions): Promise<void> {
  const child = spawn(go, ['install', ...packages], {
    env: { ...env, GOBIN: folder },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const stopChild = () => child.kill();
  process.once('exit', stopChild);
  try {
    let output = '';
    child.stderr.on('data', (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-keptCharacters);
    });
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    if (code !== 0) throw new Error(`go install ended with ${code ?? 'a signal'}: ${output.trim()}`);
  } finally {
    process.off('exit', stopChild);
  }
}
