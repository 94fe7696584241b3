import type { Capabilities } from '../../domain/capabilities.ts';

type BatchKind = Capabilities['statusBatch']['kind'];

/** Reads under way at a time, most of them waiting for an answer: by ids each is one request, by pages it is many. */
const mostReads: Readonly<Record<BatchKind, number>> = { ids: 32, page: 3 };
/** Reads that wait for their first turn under the limit: one, and another whose request is being made. */
const mostWithoutTurn: Readonly<Record<BatchKind, number>> = { ids: 2, page: 1 };

/** One read that is under way. Both calls may be repeated. */
export type ReadSlot = {
  /** A request of it has its turn under the limit; true for the first. */
  readonly noteTurn: () => boolean;
  readonly end: () => void;
};

export type ReadSlots = {
  begin(): ReadSlot;
  /** True when one more read would only wait. While reads fail, one at a time is enough to see when that ends. */
  isBusy(areFailing: boolean): boolean;
  /** Reads under way. */
  count(): number;
};

/**
 * Counts the reads of one account that are under way, so that no more of them wait for the limit than it takes to use
 * it.
 */
export function createReadSlots(kind: BatchKind): ReadSlots {
  let count = 0;
  let withoutTurn = 0;
  return {
    begin() {
      let hasTurn = false;
      let hasEnded = false;
      count += 1;
      withoutTurn += 1;
      const noteTurn = (): boolean => {
        if (hasTurn) return false;
        hasTurn = true;
        withoutTurn -= 1;
        return true;
      };
      const end = (): void => {
        noteTurn();
        if (!hasEnded) count -= 1;
        hasEnded = true;
      };
      return { noteTurn, end };
    },
    isBusy: (areFailing) => withoutTurn >= mostWithoutTurn[kind] || count >= (areFailing ? 1 : mostReads[kind]),
    count: () => count,
  };
}
