import { spawn, type StdioOptions } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const builtCli = fileURLToPath(new URL('../../../dist/workers/cli.js', import.meta.url));
export const builtWorker = fileURLToPath(new URL('../../../dist/workers/main.js', import.meta.url));

export type BuiltRun = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

export type BuiltOptions = {
  /** Default: this process's. */
  readonly env?: NodeJS.ProcessEnv;
  /** Ends of pipes that are closed before the program can write. */
  readonly gone?: readonly ('stdout' | 'stderr')[];
  /** A file descriptor for standard output. Default: a pipe. */
  readonly stdout?: number;
  readonly uid?: number;
};

/** Runs a built program in a process of its own until it ends. */
export function runBuilt(file: string, argv: readonly string[], options: BuiltOptions = {}): Promise<BuiltRun> {
  const { env = process.env, gone = [], uid } = options;
  const stdio: StdioOptions = ['ignore', options.stdout ?? 'pipe', 'pipe'];
  const user = uid === undefined ? {} : { uid, gid: uid };
  const child = spawn(process.execPath, [file, ...argv], { env, stdio, ...user });
  const out = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    const stream = child[name];
    if (gone.includes(name)) stream?.destroy();
    else stream?.setEncoding('utf8').on('data', (text: string) => void (out[name] += text));
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, ...out }));
  });
}
