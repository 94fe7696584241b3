import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Runtime } from '@temporalio/worker';
import { parse, stringify } from 'smol-toml';
import type { CrashPoint } from '../../activities/dependencies.ts';
import type { World } from '../support/world.ts';

export type Exchange = 'bigone' | 'bitunix';

const workerMain = fileURLToPath(new URL('../../dist/workers/main.js', import.meta.url));

/** So many start at a time: each keeps a core busy for about a second. */
const startsAtOnce = 2;

/** Worker processes of one test file; none outlives it. */
export type WorkerProcesses = {
  /** Starts a worker for one account of this world, to die at the given point if any; answers once it polls. */
  start(world: World, exchange: Exchange, crashAt?: CrashPoint): Promise<{ readonly ended: Promise<string> }>;
  /** Kills all that still run and waits until they are gone; for the end of the file. */
  end(): Promise<void>;
};

export function createWorkerProcesses(): WorkerProcesses {
  const folder = mkdtempSync(join(tmpdir(), 'withdrawals-crash-'));
  const children = new Set<{ child: ChildProcess; ended: Promise<string> }>();
  const inTurn = createTurns(startsAtOnce);
  let closing = false;

  async function start(world: World, exchange: Exchange, crashAt?: CrashPoint): Promise<{ ended: Promise<string> }> {
    if (closing) throw new Error('this test file is over');
    const config = join(folder, `${world.tag}-${exchange}.toml`);
    writeFileSync(config, configOf(world, exchange));
    const crash = crashAt === undefined ? {} : { WITHDRAWALS_ALLOW_CRASH_POINTS: '1', WITHDRAWALS_CRASH_AT: crashAt };
    const child = fork(workerMain, { env: { ...process.env, ...world.env, WITHDRAWALS_CONFIG: config, ...crash }, execArgv: [], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    const ended = once(child, 'exit').then(([code, signal]) => String(signal ?? code));
    const one = { child, ended };
    children.add(one);
    void ended.then(() => children.delete(one));
    let lastWords = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      lastWords = (lastWords + chunk.toString()).slice(-2_000);
    });
    const first = await Promise.race([once(child, 'message').then(([message]) => String(message)), ended]);
    if (first !== 'ready') throw new Error(`the worker ended (${first}) before it polled: ${lastWords}`);
    return { ended };
  }

  return {
    start: (world, exchange, crashAt) => inTurn(() => start(world, exchange, crashAt)),
    async end() {
      closing = true;
      const left = [...children];
      for (const { child } of left) child.kill('SIGKILL');
      await Promise.all(left.map(({ ended }) => ended));
      rmSync(folder, { recursive: true, force: true });
      // It ends by itself with its last worker, but no worker ran in this process.
      await Runtime.instance().shutdown();
    },
  };
}

type Config = { accounts: Record<string, { workerGroup: string }>; worker: { groups: string[]; name: string } };

/** The world's configuration with this account alone, in a group of its own: a process that dies takes nobody else with it. */
function configOf(world: World, exchange: Exchange): string {
  const config = parse(world.configText()) as unknown as Config;
  const group = `${world.tag}-${exchange}`;
  const name = world.accountOf(exchange);
  const account = config.accounts[name];
  if (account === undefined) throw new Error(`the world has no account ${name}`);
  return stringify({ ...config, accounts: { [name]: { ...account, workerGroup: group } }, worker: { groups: [group], name: group } });
}

/** Runs so many at a time, first come, first served. */
function createTurns(size: number): <Result>(work: () => Promise<Result>) => Promise<Result> {
  const waiting: (() => void)[] = [];
  let free = size;
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((turn) => waiting.push(turn));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
}
