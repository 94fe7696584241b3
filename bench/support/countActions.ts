import type { temporal } from '@temporalio/proto';

type Event = temporal.api.history.v1.IHistoryEvent;

export type ActionCount = {
  readonly events: number;
  readonly actions: number;
  readonly byKind: Readonly<Record<string, number>>;
};

/** 1 if the event is of this kind, else 0: then the protocol message holds null or undefined. */
const has = (attributes: object | null | undefined): number =>
  attributes === null || attributes === undefined ? 0 : 1;

/**
 * What Temporal Cloud bills as an action, and how many actions an event shows. Search attributes that are set at the
 * start are free.
 */
const kinds: Readonly<Record<string, (event: Event) => number>> = {
  'workflow started': (event) => has(event.workflowExecutionStartedEventAttributes),
  'activity scheduled': (event) => has(event.activityTaskScheduledEventAttributes),
  // The event holds the number of the last attempt; earlier attempts leave no event.
  'activity retried': (event) => Math.max(0, (event.activityTaskStartedEventAttributes?.attempt ?? 1) - 1),
  'search attributes changed': (event) => has(event.upsertWorkflowSearchAttributesEventAttributes),
  'timer started': (event) => has(event.timerStartedEventAttributes),
  signal: (event) => has(event.workflowExecutionSignaledEventAttributes),
  'update accepted': (event) => has(event.workflowExecutionUpdateAcceptedEventAttributes),
  'child or detached workflow': (event) => 2 * has(event.startChildWorkflowExecutionInitiatedEventAttributes),
  'continued as new': (event) => has(event.workflowExecutionContinuedAsNewEventAttributes),
};

/** Counts the actions of one history. Local activities count once per workflow task, however many it ran. Pure. */
export function countActions(events: readonly Event[]): ActionCount {
  const byKind = Object.fromEntries(
    Object.entries(kinds).flatMap(([kind, of]) => {
      const count = events.reduce((sum, event) => sum + of(event), 0);
      return count === 0 ? [] : [[kind, count]];
    }),
  );
  const withLocal = new Set(
    events.flatMap((event) =>
      event.markerRecordedEventAttributes?.markerName === 'core_local_activity'
        ? [String(event.markerRecordedEventAttributes.workflowTaskCompletedEventId)]
        : [],
    ),
  );
  const all = withLocal.size === 0 ? byKind : { ...byKind, 'workflow task with local activities': withLocal.size };
  return { events: events.length, actions: Object.values(all).reduce((sum, count) => sum + count, 0), byKind: all };
}
