import { setTimeout as delay } from 'node:timers/promises';

import PQueue from 'p-queue';

import type { Simulator } from '../../simulator/index.ts';
import type { TemporalServer } from '../server/temporalServer.ts';
import { createDice } from './dice.ts';
import type { KeptWorker } from './keepWorker.ts';
import { troubleActs } from './troubleActs.ts';

export type TroubleOptions = {
  readonly seed: number;
  readonly withdrawals: number;
  /** A worker is killed every so many seconds: from, to. The other troubles of time are more seldom by a factor. */
  readonly killEvery: readonly [number, number];
  /** How long a worker is stopped by SIGSTOP, in seconds. */
  readonly freezeSeconds: number;
  /** What surely happens: spread over the withdrawals' ends, whatever the time. */
  readonly atLeast: Readonly<TroubleCounts>;
};

export type TroubleName =
  | 'workerKills'
  | 'workerFreezes'
  | 'workerDrains'
  | 'serverRestarts'
  | 'serverFreezes'
  | 'simulatorRestarts'
  | 'exchangeStalls'
  | 'accountPauses';
export type TroubleCounts = Record<TroubleName, number>;

/** What troubles come over. */
export type TroubleWorld = {
  readonly server: Pick<TemporalServer, 'kill' | 'restart' | 'pid'>;
  readonly simulators: ReadonlyMap<string, Pick<Simulator, 'exchange' | 'pause' | 'resume' | 'hold' | 'release'>>;
  readonly workers: readonly Pick<KeptWorker, 'name' | 'isFrozen' | 'kill' | 'drain' | 'freeze'>[];
  /** Called once while the next submit is under way; the answer takes it back. */
  onNextSubmit(exchange: string, run: () => void): () => void;
  pauseAccount(account: string, ms: number): Promise<void>;
};

export type Troubles = {
  readonly counts: Readonly<TroubleCounts>;
  /** So many withdrawals have ended. */
  ended(count: number): void;
  /** No further trouble; resolves when the last one is over and everything runs again. */
  end(): Promise<void>;
};

/** How often by time, in kills; null: only as often as is asked for. Those of one lane never overlap. */
const table: Readonly<Record<TroubleName, { readonly factor: number | null; readonly lane: string }>> = {
  workerKills: { factor: 1, lane: 'kills' },
  workerFreezes: { factor: 2.5, lane: 'freezes' },
  workerDrains: { factor: 4, lane: 'drains' },
  serverRestarts: { factor: null, lane: 'server' },
  serverFreezes: { factor: 6, lane: 'server' },
  simulatorRestarts: { factor: 3, lane: 'exchanges' },
  exchangeStalls: { factor: 1.3, lane: 'exchanges' },
  accountPauses: { factor: 3, lane: 'pauses' },
};
const names = Object.keys(table) as TroubleName[];

/** What happens around the withdrawals while they run: which, whom and after how long are the seed's. */
export function startTroubles(world: TroubleWorld, options: TroubleOptions, say: (text: string) => void): Troubles {
  const dice = createDice(options.seed);
  const none = (): TroubleCounts => Object.fromEntries(names.map((name) => [name, 0])) as TroubleCounts;
  const [counts, asked] = [none(), none()];
  const over = new AbortController();
  const lanes = new Map(names.map((name) => [table[name].lane, new PQueue({ concurrency: 1 })]));
  const acts = troubleActs(world, options, dice, say);
  const [from, to] = options.killEvery;

  async function ask(name: TroubleName): Promise<void> {
    asked[name] += 1;
    const throwName = `${name}#${asked[name]}`;
    await lanes.get(table[name].lane)?.add(async () => {
      await acts[name](throwName);
      counts[name] += 1;
    });
  }

  async function every(name: TroubleName, factor: number): Promise<void> {
    for (let number = 1; ; number += 1) {
      const waitMs = dice.between(`${name}#${number}#wait`, from * 1_000, to * 1_000) * factor;
      await delay(waitMs, undefined, { signal: over.signal }).catch(() => undefined);
      if (over.signal.aborted) return;
      await ask(name);
    }
  }

  const running: Promise<void>[] = names.flatMap((name) => {
    const { factor } = table[name];
    return factor === null ? [] : [every(name, factor)];
  });
  return {
    counts,
    ended(count) {
      for (const name of names) {
        const wanted = options.atLeast[name];
        const due = Math.min(wanted, Math.floor((count / options.withdrawals) * (wanted + 1)));
        while (asked[name] < due) running.push(ask(name));
      }
    },
    async end() {
      over.abort();
      await Promise.all(running);
    },
  };
}
