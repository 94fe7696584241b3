import { setTimeout as delay } from 'node:timers/promises';

import { startWorkerProcess, type WorkerProcess } from '../local/workerProcess.ts';

/** A worker that is started again whenever its process ends, until `end` is called. */
export type SupervisedWorker = {
  readonly name: string;
  readonly pid: number;
  /** How often it ended without being told to: each is a crash of the product itself. */
  readonly ownEnds: number;
  readonly isFrozen: boolean;
  /** SIGKILL; resolves when the next process polls. */
  kill(): Promise<void>;
  /** SIGTERM, as in a rollout: it drains and exits with 0; resolves when the next process polls. */
  drain(): Promise<void>;
  /** SIGSTOP, and SIGCONT after so long. */
  freeze(ms: number): Promise<void>;
  /** SIGKILL for good. */
  end(): Promise<void>;
};

const retryMs = 1_000;
/** How a worker ends by each signal: by the signal itself, or with exit code 0. */
const endBy = { SIGKILL: 'SIGKILL', SIGTERM: '0' } as const;

/** Starts a worker, and supervises it. Throws when its first process does not come to poll. */
export async function superviseWorker(
  name: string,
  env: Readonly<Record<string, string>>,
  logFile: string,
  say: (text: string) => void,
): Promise<SupervisedWorker> {
  let ending = false;
  let ownEnds = 0;
  /** The ways in which the current process was told to end. */
  let wanted = new Set<string>();
  let alive = true;
  let isFrozen = false;
  let current: WorkerProcess = await startWorkerProcess(env, logFile);
  let polls: Promise<void> = Promise.resolve();

  /** While Temporal is down a worker cannot start: it is tried again. */
  async function startAgain(): Promise<void> {
    for (;;) {
      if (ending) return;
      try {
        current = await startWorkerProcess(env, logFile);
        watch();
        if (ending) send('SIGKILL');
        return;
      } catch (error) {
        say(`${name} could not start and is tried again: ${String(error).split('\n').at(-1)}`);
        await delay(retryMs);
      }
    }
  }

  function watch(): void {
    alive = true;
    wanted = new Set();
    void current.ended.then((how) => {
      alive = false;
      if (ending) return;
      if (wanted.has(how))
        say(`${name} (${current.pid}) ${how === 'SIGKILL' ? 'was killed' : 'drained'}; another one takes its place`);
      else {
        ownEnds += 1;
        say(`${name} (${current.pid}) ENDED BY ITSELF (${how}); its last words:\n${current.lastWords()}`);
      }
      polls = startAgain();
    });
  }

  /** Not to a process that is gone: another may have its id by now. */
  function send(signal: NodeJS.Signals): void {
    if (alive) process.kill(current.pid, signal);
  }

  async function endOne(signal: keyof typeof endBy): Promise<void> {
    await polls;
    const doomed = current;
    wanted.add(endBy[signal]);
    send(signal);
    await doomed.ended;
    await polls;
  }

  watch();
  return {
    name,
    get pid() {
      return current.pid;
    },
    get isFrozen() {
      return isFrozen;
    },
    get ownEnds() {
      return ownEnds;
    },
    kill: () => endOne('SIGKILL'),
    drain: () => endOne('SIGTERM'),
    async freeze(ms) {
      await polls;
      const frozen = current;
      isFrozen = true;
      send('SIGSTOP');
      await Promise.race([delay(ms), frozen.ended]);
      if (frozen === current) send('SIGCONT');
      isFrozen = false;
    },
    async end() {
      ending = true;
      send('SIGKILL');
      await current.ended;
      await polls;
      await current.ended;
    },
  };
}
