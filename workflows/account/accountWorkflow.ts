import {
  ApplicationFailure,
  CancellationScope,
  allHandlersFinished,
  condition,
  continueAsNew,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';

import type { AccountView } from '../../domain/accountState.ts';
import { fitsCatalog } from '../../domain/assetRules.ts';
import type { AttentionReason } from '../../domain/attention.ts';
import * as messages from '../messages.ts';
import { publishSearchAttributes } from '../searchAttributes.ts';
import { openBook, type AccountBook } from './accountBook.ts';

/**
 * The server lets a run that begins within a second of the one before wait for that second, and the SDK loses
 * count where the first task of such a run only refuses questions: it then passes no more of them on
 * (decision 0013).
 */
const shortestRunMs = 1_500;

/**
 * The single writer of one exchange account: pause, lanes, grants and the memory of every claim. Runs for ever, as a
 * chain of runs; it calls nothing and waits for messages only. Created by workers, never by a withdrawal.
 */
export async function accountWorkflow(input: messages.AccountInput): Promise<never> {
  const book = openBook(input);
  let attention = attentionOf(book);
  const view = () => viewOf(input, book);
  const publish = () => {
    const before = attention;
    attention = attentionOf(book);
    publishSearchAttributes({ attention: before }, { attention });
    setCurrentDetails(describe(view()));
  };
  handleGrants(input, book);
  handleOperators(input, book, view, publish);
  setHandler(messages.accountStateQuery, view);
  setHandler(messages.claimQuery, ({ withdrawalId, submission }) => book.claim(withdrawalId, submission));
  setHandler(messages.claimedIdsQuery, (ids) =>
    Object.fromEntries(
      ids.flatMap((id) => {
        const owner = book.ownerOf(id);
        return owner === null ? [] : [[id, owner]];
      }),
    ),
  );
  setHandler(messages.catalogQuery, ({ asset }) => ({
    rules: book.catalog === null ? null : book.catalog.filter((rule) => rule.asset === asset),
    assets: [...new Set((book.catalog ?? []).map((rule) => rule.asset))].sort(),
  }));
  setCurrentDetails(describe(view()));
  // Cancelling it in the UI would stop grants for no gain; only Terminate ends it.
  return await CancellationScope.nonCancellable(async () => {
    await condition(
      () =>
        workflowInfo().continueAsNewSuggested && Date.now() - workflowInfo().runStartTime.getTime() >= shortestRunMs,
    );
    await condition(allHandlersFinished);
    return await continueAsNew<typeof accountWorkflow>({ ...input, carried: book.carry() });
  });
}

function handleGrants(input: messages.AccountInput, book: AccountBook): void {
  setHandler(messages.requestGrantsUpdate, (requests) => book.grantEach(requests, Date.now()), {
    // A refusal here leaves no event: waiting costs the account nothing.
    validator: (requests) => {
      const refusals = book.refuseAll(requests);
      if (refusals !== null)
        throw ApplicationFailure.create({
          type: 'NoneGranted',
          message: refusals[0]?.message ?? 'nothing was asked for',
          details: [refusals],
          nonRetryable: true,
        });
    },
  });
  setHandler(messages.revokeGrantUpdate, ({ withdrawalId, submission }) => {
    // Without grants there is no door to close: a revoke would be a promise that nobody keeps.
    return input.capabilities.repeatSubmit === 'safe'
      ? { kind: 'noGrants' }
      : book.revoke(withdrawalId, submission, Date.now());
  });
  setHandler(messages.preflightQuery, (request) => ({
    claim: book.claim(request.withdrawalId, request.submission),
    refusal: book.refusal(request),
    laneHolder: book.laneHolder(request.laneKey),
  }));
  setHandler(messages.reportOutcomesSignal, (reports) => {
    for (const report of reports) book.report(report);
  });
  setHandler(messages.adoptUpdate, (request) => book.adopt(request, Date.now()));
}

function handleOperators(
  input: messages.AccountInput,
  book: AccountBook,
  view: () => AccountView,
  publish: () => void,
): void {
  const at = () => new Date().toISOString();
  setHandler(messages.pauseAccountUpdate, ({ actor, reason }) => {
    book.paused = { actor, reason, at: at() };
    publish();
    return view();
  });
  setHandler(messages.resumeAccountUpdate, () => {
    book.paused = null;
    publish();
    return view();
  });
  setHandler(
    messages.takeoverLaneUpdate,
    ({ withdrawalId }) => {
      book.takeover(withdrawalId);
      publish();
      return view();
    },
    {
      validator: ({ withdrawalId, actor, evidence }) => {
        if (actor.trim() === '' || evidence.trim() === '')
          throw ApplicationFailure.create({
            type: 'Refused',
            message: 'actor and evidence are expected',
            nonRetryable: true,
          });
        const holds = [...book.lanes.values()].some((lane) => lane.holder === withdrawalId);
        if (!holds)
          throw ApplicationFailure.create({
            type: 'Refused',
            message: `withdrawal ${withdrawalId} holds no lane of ${input.account}`,
            nonRetryable: true,
          });
      },
    },
  );
  setHandler(messages.reportHealthSignal, (report) => {
    book.reportHealth(report);
    publish();
  });
  setHandler(messages.updateCatalogSignal, (catalog) => {
    book.catalog = fitsCatalog(catalog) ? catalog : null;
  });
}

/** The worst of what workers say, for the list page. */
function attentionOf(book: AccountBook): AttentionReason | null {
  const order: readonly AttentionReason[] = ['accountMismatch', 'clockSkew', 'exchangeUnreachable'];
  const active = [...book.health.values()].map((report) => report.attention);
  return order.find((reason) => active.some((one) => one === reason)) ?? null;
}

function viewOf(input: messages.AccountInput, book: AccountBook): AccountView {
  return {
    account: input.account,
    accountIdentity: input.accountIdentity,
    workerGroup: input.workerGroup,
    paused: book.paused,
    lanes: [...book.lanes.values()],
    openClaims: book.openClaims,
    closedClaims: book.closed.size,
    adopted: book.closed.adopted,
    health: [...book.health.values()],
    grants: book.grants,
    assets: new Set((book.catalog ?? []).map((rule) => rule.asset)).size,
  };
}

function describe(view: AccountView): string {
  return [
    `### ${view.account}: ${view.paused === null ? 'open' : `paused by ${view.paused.actor} since ${view.paused.at}: ${view.paused.reason}`}`,
    `- grants given: ${view.grants}; open claims: ${view.openClaims.length}; closed and remembered: ${view.closedClaims}`,
    ...view.lanes.map((lane) => `- lane \`${lane.key}\` held by ${lane.holder} since ${lane.since}`),
    ...view.health.map(
      (report) => `- **${report.attention}** since ${report.since} (${report.worker}): ${report.message}`,
    ),
  ].join('\n');
}
