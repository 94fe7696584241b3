import {
  CancellationScope,
  allHandlersFinished,
  condition,
  continueAsNew,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';

import type { AccountView, CatalogView } from '../../domain/accountState.ts';
import { accountStateQuery, catalogQuery, claimQuery, claimedIdsQuery, type AccountInput } from '../messages.ts';
import { publishSearchAttributes } from '../searchAttributes.ts';
import { AccountBook } from './accountBook.ts';
import { accountView, describeAccount } from './accountView.ts';
import { handleGrants } from './handleGrants.ts';
import { handleOperators } from './handleOperators.ts';

/**
 * No run is shorter than this. The server delays the first task of a run that begins within a second of the run before.
 * If that task only refuses updates, the SDK loses count and passes no further updates on (decision 0013).
 */
const shortestRunMs = 1_500;

/**
 * The single writer of one exchange account: its pause, lanes, grants and the memory of every claim. It runs for ever
 * as a chain of runs, calls no activity and only answers messages. Workers create it, withdrawals never do.
 */
export async function accountWorkflow(input: AccountInput): Promise<never> {
  const book = new AccountBook(input.claimLifetimeMs, input.carried);
  let publishedAttention = book.health.attention;
  const view = (): AccountView => accountView(input, book);
  const publish = (): AccountView => {
    const { attention } = book.health;
    publishSearchAttributes({ attention: publishedAttention }, { attention });
    publishedAttention = attention;
    const shown = view();
    setCurrentDetails(describeAccount(shown));
    return shown;
  };
  handleGrants(book);
  handleOperators(input, book, publish);
  handleQueries(book, view);
  setCurrentDetails(describeAccount(view()));
  // A cancellation in Temporal's UI would only stop grants. Terminate is the one way to end an account.
  return await CancellationScope.nonCancellable(async () => {
    await condition(() => workflowInfo().continueAsNewSuggested && runAgeMs() >= shortestRunMs);
    await condition(allHandlersFinished);
    return await continueAsNew<typeof accountWorkflow>({ ...input, carried: book.carry() });
  });
}

function handleQueries(book: AccountBook, view: () => AccountView): void {
  setHandler(accountStateQuery, view);
  setHandler(claimQuery, ({ withdrawalId, submission }) => book.claim(withdrawalId, submission));
  setHandler(claimedIdsQuery, (exchangeWithdrawalIds) =>
    Object.fromEntries(
      exchangeWithdrawalIds.flatMap((id) => {
        const owner = book.ownerOf(id);
        return owner === null ? [] : [[id, owner]];
      }),
    ),
  );
  setHandler(catalogQuery, ({ asset }) => catalogView(book, asset));
}

function catalogView({ catalog }: AccountBook, asset: string): CatalogView {
  return {
    rules: catalog === null ? null : catalog.filter((rule) => rule.asset === asset),
    assets: [...new Set((catalog ?? []).map((rule) => rule.asset))].sort(),
  };
}

function runAgeMs(): number {
  return Date.now() - workflowInfo().runStartTime.getTime();
}
