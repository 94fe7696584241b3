import PQueue from 'p-queue';
import type { CrashRow } from './crashTable.ts';
import { createCrashSlots } from './crashSlots.ts';
import { playCrash, type PlayedCrash } from './playCrash.ts';

export type MatrixOptions = {
  /** Of the Temporal server. */
  readonly address: string;
  /** The folder of the compiled programs. */
  readonly dist: string;
  readonly parallel: number;
  readonly played?: (played: PlayedCrash) => void;
};

export type RunningMatrix = {
  /** In the order of the rows. */
  readonly plays: readonly Promise<PlayedCrash>[];
  /** Resolves when no process is left of any. */
  readonly over: Promise<void>;
};

/** So many processes start at a time: each keeps a core busy for about a second. */
const startsAtOnce = 2;

/**
 * Plays all rows, so many at a time, each in a namespace of its own: most of a play is waiting for Temporal's time-outs.
 */
export function runMatrix(rows: readonly CrashRow[], { address, dist, parallel, played }: MatrixOptions): RunningMatrix {
  const starts = new PQueue({ concurrency: startsAtOnce });
  const plays = new PQueue({ concurrency: parallel });
  const slots = createCrashSlots(address, Math.min(parallel, rows.length)).then((all) => [...all]);
  const all = rows.map((row) =>
    plays.add(async () => {
      const free = await slots;
      const slot = free.pop();
      if (slot === undefined) throw new Error('more plays than namespaces');
      try {
        const one = await playCrash({ dist, slot, inTurn: (work) => starts.add(work) }, row);
        played?.(one);
        return one;
      } finally {
        free.push(slot);
      }
    }),
  );
  const over = Promise.allSettled(all).then(async () => {
    for (const { temporal, world } of await slots.catch(() => [])) {
      await world?.stop();
      await temporal.close();
    }
  });
  return { plays: all, over };
}
