import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { fileURLToPath } from 'node:url';

export type WorkerProcess = {
  readonly pid: number;
  /** Resolves with the signal or code that ended it. */
  readonly ended: Promise<string>;
  /** The last 2,000 characters that it wrote to stdout or stderr. */
  lastWords(): string;
  /** Sends SIGTERM, so that the worker drains, and resolves when it has ended. May be repeated. */
  stop(): Promise<void>;
};

/** Ends the worker with this process, also when this one is killed and cannot end it itself. */
const endWithParent = 'data:text/javascript,process.once("disconnect", () => process.exit(1))';

/** Starts a worker as a process of its own and waits until it polls. Throws with its last output if it ends before. */
export async function startWorkerProcess(
  env: Readonly<Record<string, string>>,
  logFile: string,
): Promise<WorkerProcess> {
  const child = fork(fileURLToPath(new URL('../../workers/main.js', import.meta.url)), {
    env: { ...process.env, ...env },
    execArgv: [...process.execArgv, '--import', endWithParent],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const log = createWriteStream(logFile, { flags: 'a' });
  let lastWords = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.pipe(log, { end: false });
    stream?.on('data', (chunk: Buffer) => {
      lastWords = (lastWords + chunk.toString()).slice(-2_000);
    });
  }
  // `close` comes after all of its output has been read.
  const ended = once(child, 'close').then(([code, signal]) => String(signal ?? code));
  const kill = () => child.kill('SIGKILL');
  // The worker ends with this process, however that ends.
  process.once('exit', kill);
  void ended.then(() => process.off('exit', kill));
  await untilReady(child, ended, () => lastWords);
  return { pid: child.pid ?? 0, ended, lastWords: () => lastWords, stop: () => stop(child, ended) };
}

async function untilReady(child: ChildProcess, ended: Promise<string>, lastWords: () => string): Promise<void> {
  const polling = new Promise<'ready'>((resolve) => {
    child.on('message', (message) => {
      if (message === 'ready') resolve('ready');
    });
  });
  const first = await Promise.race([polling, ended]);
  if (first !== 'ready') throw new Error(`the worker ended (${first}) before it was ready:\n${lastWords()}`);
}

async function stop(child: ChildProcess, ended: Promise<string>): Promise<void> {
  child.kill('SIGTERM');
  await ended;
}
