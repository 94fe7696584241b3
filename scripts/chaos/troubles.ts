import { setTimeout as delay } from 'node:timers/promises';
import type { ChaosWorld } from './chaosWorld.ts';
import { createDice } from './dice.ts';

export type TroubleOptions = {
  readonly seed: number;
  readonly withdrawals: number;
  readonly serverRestarts: number;
  /** A worker is killed every so many seconds: from, to. */
  readonly killEvery: readonly [number, number];
  /** How long a worker is stopped by SIGSTOP, in seconds. */
  readonly freezeSeconds: number;
};

export type TroubleCounts = { workerKills: number; serverRestarts: number; exchangeStalls: number; workerFreezes: number };

export type Troubles = {
  readonly counts: TroubleCounts;
  /** So many have been started: the server's restarts are spread over these. */
  started(count: number): void;
  /** No further trouble; resolves when the last one is over and everything runs again. */
  end(): Promise<void>;
};

/** Stalls and freezes come less often than kills. */
const stallFactor = 1.3;
const freezeFactor = 2.5;

/** What happens around the withdrawals while they run: which, whom and after how long are the seed's. */
export function startTroubles(world: ChaosWorld, options: TroubleOptions, say: (text: string) => void): Troubles {
  const dice = createDice(options.seed);
  const counts: TroubleCounts = { workerKills: 0, serverRestarts: 0, exchangeStalls: 0, workerFreezes: 0 };
  const over = new AbortController();
  const { signal } = over;
  const [from, to] = options.killEvery;

  async function every(name: string, factor: number, act: (throwName: string) => Promise<void>): Promise<void> {
    for (let number = 1; ; number += 1) {
      const throwName = `${name}#${number}`;
      const waitMs = dice.between(`${throwName}#wait`, from * 1_000, to * 1_000) * factor;
      await delay(waitMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      await act(throwName);
    }
  }

  async function kill(throwName: string): Promise<void> {
    counts.workerKills += 1;
    // What is frozen is to wake up after its time-outs, not to be spared that by a kill.
    await dice.pick(throwName, world.workers.filter((worker) => !worker.isFrozen)).kill();
  }

  async function stall(throwName: string): Promise<void> {
    const simulator = dice.pick(throwName, [...world.simulators.values()]);
    const ms = dice.between(`${throwName}#ms`, 500, 4_000);
    counts.exchangeStalls += 1;
    say(`${simulator.exchange} refuses connections for ${ms} ms`);
    await simulator.pause();
    await delay(ms);
    await simulator.resume();
  }

  async function freeze(throwName: string): Promise<void> {
    const worker = dice.pick(throwName, world.workers);
    counts.workerFreezes += 1;
    say(`${worker.name} is stopped for ${options.freezeSeconds} s`);
    await worker.freeze(options.freezeSeconds * 1_000, signal);
  }

  let restarting: Promise<void> = Promise.resolve();
  let restartsAsked = 0;

  async function restartServer(number: number): Promise<void> {
    const ms = dice.between(`server#${number}`, 500, 3_000);
    say(`Temporal is killed, and starts again on its database after ${ms} ms`);
    await world.server.kill();
    await delay(ms);
    await world.server.restart();
    counts.serverRestarts += 1;
    say(`Temporal runs again as ${world.server.pid}`);
  }

  const running = [every('kill', 1, kill), every('stall', stallFactor, stall), every('freeze', freezeFactor, freeze)];
  return {
    counts,
    started(count) {
      const due = Math.floor((count / options.withdrawals) * (options.serverRestarts + 1));
      while (restartsAsked < Math.min(due, options.serverRestarts)) {
        restartsAsked += 1;
        const number = restartsAsked;
        restarting = restarting.then(() => restartServer(number));
      }
    },
    async end() {
      over.abort();
      await Promise.all([...running, restarting]);
    },
  };
}
