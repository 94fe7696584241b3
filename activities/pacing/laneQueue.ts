/** One withdrawal that waits for a lane. `goneMs`: when it is no longer counted unless it tried again, Unix ms. */
type Waiter = { readonly sinceMs: number; readonly goneMs: number };
type Lane = {
  readonly waiters: Map<string, Waiter>;
  /** How long one withdrawal has had the lane lately, ms; a moving average. */
  usualTurnMs: number;
  lastTakenMs: number | null;
};

/**
 * Knows which withdrawals of this process wait for a lane, so that the one that waits longest tries most often.
 *
 * A courtesy, not a lock: it decides when to ask the account again, the account alone decides who may send. Other
 * processes have queues of their own, and a restarted one begins empty; both only make the order less fair.
 */
export type LaneQueue = {
  /** Notes that this withdrawal found the lane busy. Answers how long it waits before it asks again, ms. */
  delayUntilNextTry(wait: { laneKey: string; withdrawalId: string; waitingSinceMs: number }): number;
  /** Notes that this withdrawal has the lane now. */
  noteTaken(laneKey: string, withdrawalId: string): void;
};

/** So many of a lane's waiters ask often; whoever is further behind would only cost the account a question. */
const mostAskingOften = 3;
const askOftenMs = { least: 500, most: 1_000 };
const longestDelayMs = 15_000;
/** Taken for the usual turn until one was seen. */
const firstUsualTurnMs = 1_000;
/** A withdrawal this late for its try was settled, or another process serves it now. */
const graceMs = 5_000;
/** What the newest turn counts in the usual one. */
const newestTurnWeight = 1 / 4;

export function createLaneQueue(nowMs: () => number): LaneQueue {
  const lanes = new Map<string, Lane>();

  return {
    delayUntilNextTry({ laneKey, withdrawalId, waitingSinceMs }) {
      const now = nowMs();
      const lane = lanes.get(laneKey) ?? { waiters: new Map(), usualTurnMs: firstUsualTurnMs, lastTakenMs: null };
      lanes.set(laneKey, lane);
      dropGone(lane, now);
      const delayMs = delayBehind(countAhead(lane, withdrawalId, waitingSinceMs), lane.usualTurnMs);
      lane.waiters.set(withdrawalId, { sinceMs: waitingSinceMs, goneMs: now + delayMs + graceMs });
      return delayMs;
    },

    noteTaken(laneKey, withdrawalId) {
      const lane = lanes.get(laneKey);
      if (lane === undefined) return;
      const now = nowMs();
      lane.waiters.delete(withdrawalId);
      if (lane.lastTakenMs !== null) {
        const turnMs = Math.max(0, now - lane.lastTakenMs);
        lane.usualTurnMs += (turnMs - lane.usualTurnMs) * newestTurnWeight;
      }
      lane.lastTakenMs = now;
      // With nobody waiting, the time until it is next taken says nothing about how long a turn lasts.
      if (lane.waiters.size === 0) lanes.delete(laneKey);
    },
  };
}

function dropGone(lane: Lane, nowMs: number): void {
  for (const [id, { goneMs }] of lane.waiters) if (goneMs < nowMs) lane.waiters.delete(id);
}

/** How many wait longer than this one; the id decides between two that began together. */
function countAhead(lane: Lane, withdrawalId: string, sinceMs: number): number {
  const isAhead = ([id, waiter]: [string, Waiter]): boolean =>
    id !== withdrawalId && (waiter.sinceMs === sinceMs ? id < withdrawalId : waiter.sinceMs < sinceMs);
  return [...lane.waiters].filter(isAhead).length;
}

function delayBehind(ahead: number, usualTurnMs: number): number {
  if (ahead < mostAskingOften) return between(askOftenMs.least, askOftenMs.most);
  return Math.min(ahead * usualTurnMs, longestDelayMs) * between(0.75, 1);
}

function between(least: number, most: number): number {
  return least + Math.random() * (most - least);
}
