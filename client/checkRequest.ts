import { checkAgainstRules } from '../domain/checkAgainstRules.ts';
import { timeProblems, type RequestProblem } from '../domain/requestSchema.ts';
import type { WithdrawalRequest } from '../domain/withdrawal.ts';
import type { ClientContext } from './context.ts';
import type { AccountEntry } from './temporal/accountDirectory.ts';

export type RequestCheck = { readonly problems: readonly RequestProblem[]; readonly account: AccountEntry | null };

/**
 * Everything that is known to be wrong before a workflow is started. Less is known when no worker answers. The
 * workflow's own validation decides.
 */
export async function checkRequest(context: ClientContext, request: WithdrawalRequest): Promise<RequestCheck> {
  const account = await context.accounts.find(request.account);
  const problems: RequestProblem[] = [
    ...timeProblems(request, context.now(), account?.claimLifetimeMs ?? context.maxRequestAgeMs),
  ];
  if (account === null || account.workerGroup === null) problems.push(await unknownAccount(context));
  else if (account.open) problems.push(...(await catalogProblems(context, request)));
  return { problems, account };
}

async function unknownAccount(context: ClientContext): Promise<RequestProblem> {
  const known = await context.accounts.known();
  const none = 'a configured account, but none is known (has a worker been started?)';
  return { field: 'account', expected: known.length === 0 ? none : `one of ${known.join(', ')}` };
}

async function catalogProblems(context: ClientContext, request: WithdrawalRequest): Promise<readonly RequestProblem[]> {
  const problems = await problemsNow(context, request, false);
  // An older answer may refuse what is allowed by now, so ask again before refusing.
  return problems.length === 0 ? problems : problemsNow(context, request, true);
}

async function problemsNow(
  { catalogs }: ClientContext,
  request: WithdrawalRequest,
  fresh: boolean,
): Promise<readonly RequestProblem[]> {
  const view = await catalogs.find(request.account, request.asset, fresh);
  return view === null || view.rules === null ? [] : checkAgainstRules(request, view.rules, view.assets);
}
