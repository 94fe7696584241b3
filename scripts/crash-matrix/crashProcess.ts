import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

export type CrashProcess = {
  /** Resolves with true when the process reports that it polls, or with false if it ends before. */
  readonly ready: Promise<boolean>;
  /** The signal or code that ended it, and the last characters that it wrote. */
  readonly ended: Promise<{ readonly how: string; readonly lastWords: string }>;
  /** True until the process has ended. */
  readonly alive: boolean;
  /** Makes the process die at this point. Resolves when it has confirmed that, or has ended. */
  arm(crashAt: string): Promise<void>;
  signal(signal: NodeJS.Signals): void;
};

const keptCharacters = 4_000;
const running = new Set<ChildProcess>();

// All of them end with this process, however that ends.
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Starts one of our programs as a process of its own. Never throws: `ended` tells how it ended. */
export function startCrashProcess(
  program: string,
  options: {
    readonly env: Readonly<Record<string, string>>;
    readonly programArguments?: readonly string[];
    readonly preload?: string;
  },
): CrashProcess {
  const { env, programArguments = [], preload } = options;
  const child = fork(program, programArguments, {
    env: { ...process.env, ...env },
    execArgv: preload === undefined ? [] : ['--import', preload],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  running.add(child);
  let lastWords = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      lastWords = (lastWords + chunk.toString()).slice(-keptCharacters);
    });
  }
  // `close` comes after all of its output has been read.
  const ended = once(child, 'close').then(([code, signal]) => {
    running.delete(child);
    return { how: String(signal ?? code), lastWords };
  });
  const polls = new Promise<true>((resolve) => {
    child.on('message', (message) => {
      if (message === 'ready') resolve(true);
    });
  });
  return {
    ready: Promise.race([polls, ended.then(() => false)]),
    ended,
    get alive() {
      return running.has(child);
    },
    async arm(crashAt) {
      const armed = new Promise<void>((resolve) => {
        child.on('message', (message) => {
          if (message === 'armed') resolve();
        });
      });
      child.send({ crashAt });
      await Promise.race([armed, ended]);
    },
    signal: (signal) => void child.kill(signal),
  };
}
