import { setTimeout as delay } from 'node:timers/promises';

import PQueue from 'p-queue';

import { createDice } from './dice.ts';
import type { TroubleCounts, TroubleName, TroubleOptions, TroubleWorld } from './trouble.ts';
import { troubleActs } from './troubleActs.ts';

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
