type Waiter = { readonly sinceMs: number; readonly goneAtMs: number };
type Lane = { readonly waiters: Map<string, Waiter>; turnMs: number; lastTakenMs: number | null };

/**
 * Who of this process waits for a lane of an account, so that the one that waits longest tries most often:
 * what it knows decides only when to ask again. The account alone decides who may send.
 */
export type LaneQueue = {
  /** Notes that it waits since `sinceMs` (Unix ms), and answers after how many ms to try again. */
  waits(laneKey: string, withdrawalId: string, sinceMs: number): number;
  /** It has the lane now. */
  takes(laneKey: string, withdrawalId: string): void;
};

/** So many try often; whoever is further behind would only cost the account a question. */
const heads = 3;
const headDelayMs: readonly [number, number] = [500, 1_000];
const mostDelayMs = 15_000;
/** Until it was seen how long one has a lane. */
const firstTurnMs = 1_000;
/**
 * How far behind its time a try may be before its withdrawal is taken for settled, or for served by another
 * process.
 */
const lateByMs = 5_000;

export function createLaneQueue(nowMs: () => number): LaneQueue {
  const lanes = new Map<string, Lane>();

  return {
    waits(laneKey, withdrawalId, sinceMs) {
      const now = nowMs();
      const lane = lanes.get(laneKey) ?? { waiters: new Map(), turnMs: firstTurnMs, lastTakenMs: null };
      lanes.set(laneKey, lane);
      for (const [id, { goneAtMs }] of lane.waiters) if (goneAtMs < now) lane.waiters.delete(id);
      const ahead = [...lane.waiters].filter(
        ([id, waiter]) => id !== withdrawalId && isAhead(waiter.sinceMs, id, sinceMs, withdrawalId),
      ).length;
      const delayMs =
        ahead < heads ? between(...headDelayMs) : Math.min(ahead * lane.turnMs, mostDelayMs) * between(0.75, 1);
      lane.waiters.set(withdrawalId, { sinceMs, goneAtMs: now + delayMs + lateByMs });
      return delayMs;
    },

    takes(laneKey, withdrawalId) {
      const lane = lanes.get(laneKey);
      if (lane === undefined) return;
      const now = nowMs();
      lane.waiters.delete(withdrawalId);
      if (lane.lastTakenMs !== null) lane.turnMs += (Math.max(0, now - lane.lastTakenMs) - lane.turnMs) / 4;
      lane.lastTakenMs = now;
      // Nobody waits: what a turn takes says nothing any more.
      if (lane.waiters.size === 0) lanes.delete(laneKey);
    },
  };
}

function isAhead(sinceMs: number, id: string, thanMs: number, thanId: string): boolean {
  return sinceMs === thanMs ? id < thanId : sinceMs < thanMs;
}

function between(least: number, most: number): number {
  return least + Math.random() * (most - least);
}
