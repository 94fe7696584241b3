import { setTimeout as delay } from 'node:timers/promises';

import PQueue from 'p-queue';

import { createSeededRandom } from './seededRandom.ts';
import type { TroubleCounts, TroubleName, TroubleOptions, TroubleWorld } from './trouble.ts';
import { troubleActs } from './troubleActs.ts';

export type Troubles = {
  readonly counts: Readonly<TroubleCounts>;
  /** To be told how many withdrawals have ended so far. */
  ended(count: number): void;
  /** Starts no further trouble. Resolves when the last one is over and everything runs again. */
  end(): Promise<void>;
};

/**
 * `factor`: how many times longer than between two kills of a worker it takes until the next; null: it happens only as
 * often as is asked for. Two of one `group` never happen at the same time.
 */
const kinds: Readonly<Record<TroubleName, { readonly factor: number | null; readonly group: string }>> = {
  workerKills: { factor: 1, group: 'kills' },
  workerFreezes: { factor: 2.5, group: 'freezes' },
  workerDrains: { factor: 4, group: 'drains' },
  serverRestarts: { factor: null, group: 'server' },
  serverFreezes: { factor: 6, group: 'server' },
  simulatorRestarts: { factor: 3, group: 'exchanges' },
  exchangeStalls: { factor: 1.3, group: 'exchanges' },
  accountPauses: { factor: 3, group: 'pauses' },
};
const names = Object.keys(kinds) as TroubleName[];

/** Starts what happens around the withdrawals while they run. The seed decides what, to whom and after how long. */
export function startTroubles(world: TroubleWorld, options: TroubleOptions, say: (text: string) => void): Troubles {
  const random = createSeededRandom(options.seed);
  const none = (): TroubleCounts => Object.fromEntries(names.map((name) => [name, 0])) as TroubleCounts;
  const [counts, asked] = [none(), none()];
  const over = new AbortController();
  const groups = new Map(names.map((name) => [kinds[name].group, new PQueue({ concurrency: 1 })]));
  const acts = troubleActs(world, options, random, say);
  const [from, to] = options.killEvery;

  async function ask(name: TroubleName): Promise<void> {
    asked[name] += 1;
    const drawName = `${name}#${asked[name]}`;
    await groups.get(kinds[name].group)?.add(async () => {
      await acts[name](drawName);
      counts[name] += 1;
    });
  }

  async function repeat(name: TroubleName, factor: number): Promise<void> {
    for (let number = 1; ; number += 1) {
      const waitMs = random.between(`${name}#${number}#wait`, from * 1_000, to * 1_000) * factor;
      await delay(waitMs, undefined, { signal: over.signal }).catch(() => undefined);
      if (over.signal.aborted) return;
      await ask(name);
    }
  }

  const running: Promise<void>[] = names.flatMap((name) => {
    const { factor } = kinds[name];
    return factor === null ? [] : [repeat(name, factor)];
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
