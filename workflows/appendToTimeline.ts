import type { TimelineEntry, WithdrawalState } from '../domain/state.ts';

const timelineLimit = 200;

type Timeline = Pick<WithdrawalState, 'timeline' | 'timelineDropped'>;

/** A timeline entry before it has its time. */
export type NewEntry = Omit<TimelineEntry, 'at'>;

/** The timeline with the entries added at time `at`. The oldest entries beyond 200 are dropped and counted. */
export function appendToTimeline(
  { timeline, timelineDropped }: Timeline,
  at: string,
  entries: readonly NewEntry[],
): Timeline {
  const all = [...timeline, ...entries.map((entry) => ({ at, ...entry }))];
  const dropped = Math.max(0, all.length - timelineLimit);
  return { timeline: all.slice(dropped), timelineDropped: timelineDropped + dropped };
}
