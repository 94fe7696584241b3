import {
  allHandlersFinished,
  condition,
  setCurrentDetails,
  setHandler,
  ApplicationFailure,
} from '@temporalio/workflow';

import { followActivities } from './activityOptions.ts';
import { acknowledgeUpdate, lateWatchQuery, type LateWatchInput, type LateWatchView } from './messages.ts';
import { now } from './now.ts';
import { publishSearchAttributes } from './searchAttributes.ts';
import { untilAnswered } from './untilAnswered.ts';

/**
 * Goes on looking after a withdrawal that was settled without certainty. A further match, or a record that contradicts
 * the result, raises attention until a person acknowledges it. It never changes the withdrawal's result.
 */
export async function lateWatchWorkflow(input: LateWatchInput): Promise<LateWatchView> {
  const { state, policy, lost, until, workerGroup } = input;
  const { withdrawalId, account, asset, network } = state.request;
  let view: LateWatchView = { withdrawalId, until, contradiction: null, acknowledged: null };
  setHandler(lateWatchQuery, () => view);
  setHandler(
    acknowledgeUpdate,
    ({ actor, evidence }) => {
      view = { ...view, acknowledged: { at: now(), actor, evidence } };
      return view;
    },
    {
      validator: ({ actor, evidence }) => {
        if (view.contradiction === null) throw refused('there is nothing to acknowledge');
        if (actor.trim() === '' || evidence.trim() === '') throw refused('actor and evidence are expected');
      },
    },
  );
  publishSearchAttributes({}, { account, asset, network, exchangeWithdrawalId: state.exchangeWithdrawalId });
  const follow = untilAnswered(followActivities(workerGroup, policy), () => undefined);
  const result = await follow.watchForContradiction({ state, candidates: lost, until, policy });
  if (result.kind === 'contradiction') {
    const { text, exchangeWithdrawalId } = result;
    view = { ...view, contradiction: { at: now(), text, exchangeWithdrawalId } };
    publishSearchAttributes({ attention: null }, { attention: 'lateContradiction' });
    setCurrentDetails(
      `### late contradiction\n${text}\n\n` +
        `Compare with the exchange, then \`withdrawals resolve ${withdrawalId} acknowledge\`.`,
    );
    await condition(() => view.acknowledged !== null);
    publishSearchAttributes({ attention: 'lateContradiction' }, { attention: null });
  }
  await condition(allHandlersFinished);
  return view;
}

function refused(because: string): ApplicationFailure {
  return ApplicationFailure.create({ type: 'ResolutionRefused', message: because, nonRetryable: true });
}
