import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/**
 * Starts the worker of the installed package and waits until it polls. Answers how to stop it: it drains then, and its
 * exit code is answered. Throws with its output when it ends before it polls.
 */
export async function startInstalledWorker(
  project: string,
  env: Readonly<Record<string, string>>,
): Promise<() => Promise<number | null>> {
  const worker = fork(join(project, 'node_modules/withdrawals/dist/workers/main.js'), {
    cwd: project,
    env: { ...process.env, ...env },
    execArgv: [],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  for (const stream of [worker.stdout, worker.stderr])
    stream?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  const closed = once(worker, 'close').then(([code]) => code as number | null);
  const first = await Promise.race([once(worker, 'message').then(([message]: unknown[]) => message), closed]);
  if (first !== 'ready') throw new Error(`the worker did not get ready (${String(first)}):\n${output}`);
  return async () => {
    worker.kill('SIGTERM');
    return closed;
  };
}
