import PQueue from 'p-queue';

import type { CrashAdapter } from './crashAdapters.ts';
import { createCrashSlots, type CrashSlot } from './crashSlots.ts';
import type { CrashRow } from './crashTable.ts';
import { playCrash, type PlayedCrash } from './playCrash.ts';

export type MatrixOptions = {
  /** Address of the Temporal server. */
  readonly address: string;
  /** The folder of the compiled programs. */
  readonly dist: string;
  readonly parallel: number;
  readonly played?: (played: PlayedCrash) => void;
};

export type RunningMatrix = {
  /** One for each row, in the order of the rows. */
  readonly plays: readonly Promise<PlayedCrash>[];
  /** Resolves when all plays are over and all their processes have ended. */
  readonly over: Promise<void>;
};

/** How many processes start at a time: each keeps a core busy for about a second. */
const startsAtOnce = 2;

type Waiting = { readonly row: CrashRow; readonly tell: (played: Promise<PlayedCrash>) => void };

/**
 * Plays all rows, `parallel` at a time, each in a namespace of its own. Many can run at a time because most of a play
 * is waiting for Temporal's time-outs.
 */
export function runMatrix(
  rows: readonly CrashRow[],
  { address, dist, parallel, played }: MatrixOptions,
): RunningMatrix {
  const starts = new PQueue({ concurrency: startsAtOnce });
  const waiting: Waiting[] = [];
  const plays = rows.map((row) => new Promise<PlayedCrash>((tell) => waiting.push({ row, tell })));

  async function playIn(slot: CrashSlot): Promise<void> {
    for (;;) {
      const next = takeNext(waiting, slot.world?.adapter ?? null);
      if (next === null) break;
      const playing = playCrash({ dist, slot, inTurn: (work) => starts.add(work) }, next.row);
      next.tell(playing);
      const done = await playing;
      played?.(done);
    }
    await slot.world?.stop();
    await slot.temporal.close();
  }

  const over = (async () => {
    try {
      const slots = await createCrashSlots(address, Math.min(parallel, rows.length));
      await Promise.all(slots.map(playIn));
    } catch (error) {
      for (const { tell } of waiting.splice(0))
        tell(Promise.reject(error instanceof Error ? error : new Error(String(error))));
      throw error;
    }
  })();
  return { plays, over };
}

/**
 * The next row to play: one of the adapter that was played last, because its world can be used again; otherwise one of
 * the adapter with the most rows left.
 */
function takeNext(waiting: Waiting[], last: CrashAdapter | null): Waiting | null {
  const leftOf = (adapter: CrashAdapter): number => waiting.filter(({ row }) => row.adapter === adapter).length;
  const same = waiting.find(({ row }) => row.adapter === last);
  const most = [...waiting].sort((a, b) => leftOf(b.row.adapter) - leftOf(a.row.adapter))[0];
  const next = same ?? most;
  if (next === undefined) return null;
  waiting.splice(waiting.indexOf(next), 1);
  return next;
}
