import { checkAgainstRules } from '../domain/checkAgainstRules.ts';
import { timeProblems, type RequestProblem } from '../domain/requestSchema.ts';
import type { WithdrawalRequest } from '../domain/withdrawal.ts';
import type { ClientContext } from './context.ts';
import type { AccountEntry } from './temporal/accountDirectory.ts';

export type RequestCheck = { readonly problems: readonly RequestProblem[]; readonly account: AccountEntry | null };

/**
 * Everything that can be known to be wrong before a workflow is started. When no worker answers, less is known:
 * the workflow validates again, with authority.
 */
export async function checkRequest(context: ClientContext, request: WithdrawalRequest): Promise<RequestCheck> {
  const account = await context.accounts.find(request.account);
  const problems: RequestProblem[] = [
    ...timeProblems(request, context.now(), account?.claimLifetimeMs ?? context.maxRequestAgeMs),
  ];
  if (account === null || account.workerGroup === null) {
    const known = await context.accounts.known();
    problems.push({
      field: 'account',
      expected:
        known.length === 0
          ? 'a configured account, but none is known (has a worker been started?)'
          : `one of ${known.join(', ')}`,
    });
  } else if (account.open) {
    problems.push(...(await catalogProblems(context, request)));
  }
  return { problems, account };
}

async function catalogProblems(context: ClientContext, request: WithdrawalRequest): Promise<readonly RequestProblem[]> {
  const problems = await problemsNow(context, request, false);
  // What an older answer refuses may be allowed by now.
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
