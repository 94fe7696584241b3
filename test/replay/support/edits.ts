import type { History } from '@temporalio/common/lib/proto-utils.js';

/**
 * A change of one file's text without a patch, as somebody might make it without a thought for the withdrawals in
 * flight.
 */
export type Edit = {
  /** In the folder `workflows`. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** Put before the file's text. */
  readonly head?: string;
  /** Whether a history contains what is changed. Then it must no longer replay. */
  readonly hits: (history: History) => boolean;
};

type Event = NonNullable<History['events']>[number];

const some = (condition: (event: Event) => boolean) => (history: History) => (history.events ?? []).some(condition);
const schedules = (activity: string) =>
  some((event) => event.activityTaskScheduledEventAttributes?.activityType?.name === activity);
const isWithdrawal = some(
  (event) => event.workflowExecutionStartedEventAttributes?.workflowType?.name === 'withdrawalWorkflow',
);

export const edits: Readonly<Record<string, Edit>> = {
  'a timer added': {
    file: 'withdrawalWorkflow.ts',
    head: "import { sleep as rest } from '@temporalio/workflow';",
    from: '  handleMessages(run);\n',
    to: "  handleMessages(run);\n  await rest('1 second');\n",
    hits: isWithdrawal,
  },
  'a command removed': {
    file: 'searchAttributes.ts',
    from: '  if (changed.length === 0) return;\n',
    to: '  if (changed.length >= 0) return;\n',
    hits: some((event) => (event.upsertWorkflowSearchAttributesEventAttributes ?? null) !== null),
  },
  'an activity renamed': {
    file: 'phases/submitPhase.ts',
    from: 'run.submit().submitWithdrawal(',
    to: 'run.submit().sendWithdrawal(',
    hits: schedules('submitWithdrawal'),
  },
  'two commands in another order': {
    file: 'withdrawalRun.ts',
    from: '    publishSearchAttributes(this.published, after);\n',
    to: [
      '    const before = this.published;',
      '    let later = Promise.resolve();',
      '    for (let turn = 0; turn < 50; turn += 1) later = later.then(() => undefined);',
      '    void later.then(() => publishSearchAttributes(before, after));',
      '',
    ].join('\n'),
    hits: schedules('submitWithdrawal'),
  },
  'an activity made local': {
    file: 'phases/askExchangeToCancel.ts',
    head: "import { proxyLocalActivities } from '@temporalio/workflow';",
    from: 'await run.money().requestCancel({',
    to: "await proxyLocalActivities({ startToCloseTimeout: '1 minute' }).requestCancel({",
    hits: schedules('requestCancel'),
  },
};
