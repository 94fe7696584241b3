import {
  allHandlersFinished,
  condition,
  setCurrentDetails,
  setHandler,
  ApplicationFailure,
} from '@temporalio/workflow';

import { followActivities } from './activityOptions.ts';
import { acknowledgeUpdate, lateWatchQuery, type LateWatchInput, type LateWatchView } from './messages.ts';
import { publishSearchAttributes } from './searchAttributes.ts';
import { untilAnswered } from './untilAnswered.ts';
import { now } from './withdrawalRun.ts';

/**
 * Looks on after a settlement that an unknown preceded: a further match, or a record that contradicts the result,
 * raises attention and waits to be acknowledged. It appends; it never rewrites the withdrawal's result.
 */
export async function lateWatchWorkflow(input: LateWatchInput): Promise<LateWatchView> {
  let view: LateWatchView = {
    withdrawalId: input.state.request.withdrawalId,
    until: input.until,
    contradiction: null,
    acknowledged: null,
  };
  setHandler(lateWatchQuery, () => view);
  setHandler(
    acknowledgeUpdate,
    ({ actor, evidence }) => {
      view = { ...view, acknowledged: { at: now(), actor, evidence } };
      return view;
    },
    {
      validator: ({ actor, evidence }) => {
        const because =
          view.contradiction === null
            ? 'there is nothing to acknowledge'
            : actor.trim() === '' || evidence.trim() === ''
              ? 'actor and evidence are expected'
              : null;
        if (because !== null)
          throw ApplicationFailure.create({ type: 'ResolutionRefused', message: because, nonRetryable: true });
      },
    },
  );
  const { account, asset, network } = input.state.request;
  publishSearchAttributes({}, { account, asset, network, exchangeWithdrawalId: input.state.exchangeWithdrawalId });
  const result = await untilAnswered(
    followActivities(input.workerGroup, input.policy),
    () => undefined,
  ).watchForContradiction({ state: input.state, candidates: input.lost, until: input.until, policy: input.policy });
  if (result.kind === 'contradiction') {
    view = {
      ...view,
      contradiction: { at: now(), text: result.text, exchangeWithdrawalId: result.exchangeWithdrawalId },
    };
    publishSearchAttributes({ attention: null }, { attention: 'lateContradiction' });
    setCurrentDetails(
      `### late contradiction\n${result.text}\n\nCompare with the exchange, then \`withdrawals resolve ${view.withdrawalId} acknowledge\`.`,
    );
    await condition(() => view.acknowledged !== null);
    publishSearchAttributes({ attention: 'lateContradiction' }, { attention: null });
  }
  await condition(allHandlersFinished);
  return view;
}
