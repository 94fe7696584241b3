import { expect, test } from '@jest/globals';

import { countActions } from '../../bench/support/countActions.ts';

type Event = Parameters<typeof countActions>[0][number];

/** As the decoder of the protocol leaves an event: the attributes of all other kinds are null. */
const event = (attributes: Partial<Event>): Event => ({
  workflowExecutionStartedEventAttributes: null,
  activityTaskScheduledEventAttributes: null,
  timerStartedEventAttributes: null,
  ...attributes,
});
const localMarker = (task: number): Event =>
  event({
    markerRecordedEventAttributes: { markerName: 'core_local_activity', workflowTaskCompletedEventId: task as never },
  });

test('a start, an activity and a change of search attributes are actions; tasks and completions none', () => {
  const events = [
    event({ workflowExecutionStartedEventAttributes: {} }),
    event({ workflowTaskScheduledEventAttributes: {} }),
    event({ activityTaskScheduledEventAttributes: {} }),
    event({ activityTaskStartedEventAttributes: { attempt: 1 } }),
    event({ activityTaskCompletedEventAttributes: {} }),
    event({ upsertWorkflowSearchAttributesEventAttributes: {} }),
  ];
  expect(countActions(events)).toEqual({
    events: 6,
    actions: 3,
    byKind: { 'workflow started': 1, 'activity scheduled': 1, 'search attributes changed': 1 },
  });
});

test('every further attempt is an action, though history shows none of them', () => {
  const events = [
    event({ activityTaskScheduledEventAttributes: {} }),
    event({ activityTaskStartedEventAttributes: { attempt: 5 } }),
  ];
  expect(countActions(events).byKind).toEqual({ 'activity scheduled': 1, 'activity retried': 4 });
});

test('local activities are one action for each workflow task that ran any', () => {
  expect(
    countActions([
      localMarker(4),
      localMarker(4),
      localMarker(9),
      event({ markerRecordedEventAttributes: { markerName: 'core_patch' } }),
    ]),
  ).toMatchObject({ events: 4, actions: 2 });
});
