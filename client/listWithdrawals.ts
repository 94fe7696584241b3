import { attentionReasons } from '../domain/attention.ts';
import { phases } from '../domain/phase.ts';
import { withdrawalStatuses } from '../domain/status.ts';
import { accountWorkflowType, lateWatchWorkflowType, withdrawalWorkflowType } from '../workflows/messages.ts';
import { checkAccount } from './checkArguments.ts';
import { checkOptions, type KnownOptions } from './checkOptions.ts';
import type { ClientContext } from './context.ts';
import { AccountNotFoundError, InvalidArgumentError } from './errors.ts';
import { listQuery, type ListFilter } from './temporal/listQuery.ts';
import { listWorkflows } from './temporal/temporalCalls.ts';
import { toSummary, type WithdrawalSummary } from './withdrawalView.ts';

/** A row of the list. For an account, `withdrawalId` holds the account's name. */
export type ListedWithdrawal = WithdrawalSummary & { readonly kind: 'withdrawal' | 'account' | 'lateWatch' };

export type WithdrawalList = AsyncIterable<ListedWithdrawal> & {
  /** All rows. Throws unless the list is complete. */
  toArray(): Promise<ListedWithdrawal[]>;
};

const kinds: Readonly<Record<string, ListedWithdrawal['kind']>> = {
  [withdrawalWorkflowType]: 'withdrawal',
  [accountWorkflowType]: 'account',
  [lateWatchWorkflowType]: 'lateWatch',
};

const filters: KnownOptions<ListFilter> = {
  account: true,
  asset: true,
  network: true,
  phase: true,
  status: true,
  attention: true,
  open: true,
  limit: true,
};

const knownWords: Readonly<Record<'phase' | 'status' | 'attention', readonly string[]>> = {
  phase: phases,
  status: withdrawalStatuses,
  attention: ['any', ...attentionReasons],
};

/**
 * Lists withdrawals from Temporal's records, newest first. The records may be a second or two old. Throws
 * InvalidArgumentError for an unknown filter and for a value that no withdrawal can have, and, once it is read,
 * AccountNotFoundError for an account that nobody has.
 */
export function listWithdrawals(context: ClientContext, filter: ListFilter = {}): WithdrawalList {
  checkFilter(filter);
  const iterate = (): AsyncGenerator<ListedWithdrawal> => rows(context, filter);
  return {
    [Symbol.asyncIterator]: iterate,
    async toArray() {
      const all: ListedWithdrawal[] = [];
      for await (const row of iterate()) all.push(row);
      return all;
    },
  };
}

async function* rows(context: ClientContext, filter: ListFilter): AsyncGenerator<ListedWithdrawal> {
  const limit = filter.limit ?? Number.POSITIVE_INFINITY;
  let count = 0;
  for await (const run of listWorkflows(context.temporal, listQuery(filter), Math.min(1_000, limit))) {
    yield { kind: kinds[run.type] ?? 'withdrawal', ...toSummary(run) };
    if (++count >= limit) return;
  }
  if (count === 0 && filter.account !== undefined) await assertKnown(context, filter.account);
}

/** A misspelt account has no withdrawals, and a list without any would look as if all were well. */
async function assertKnown({ accounts }: ClientContext, account: string): Promise<void> {
  if ((await accounts.find(account, true)) === null) throw new AccountNotFoundError(account, await accounts.known());
}

function checkFilter(filter: ListFilter): void {
  const effect = 'reads';
  checkOptions(filter, filters, effect);
  const { account, limit, open } = filter;
  if (account !== undefined) checkAccount(account, effect);
  for (const name of ['asset', 'network'] as const) {
    const value: unknown = filter[name];
    if (value !== undefined && (typeof value !== 'string' || value === ''))
      throw new InvalidArgumentError(name, "the exchange's name for it", value, { effect });
  }
  for (const name of ['phase', 'status', 'attention'] as const) {
    const value = filter[name];
    const words = knownWords[name];
    if (value !== undefined && !words.includes(value))
      throw new InvalidArgumentError(name, `one of ${words.join(', ')}`, value, { effect });
  }
  if (open !== undefined && typeof open !== 'boolean')
    throw new InvalidArgumentError('open', 'true or false', open, { effect });
  if (limit !== undefined && !(Number.isInteger(limit) && limit > 0))
    throw new InvalidArgumentError('limit', 'a whole number above 0', limit, { effect });
}
