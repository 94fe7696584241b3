import { attentionReasons } from '../domain/attention.ts';
import { phases } from '../domain/phase.ts';
import { withdrawalStatuses } from '../domain/status.ts';
import { accountWorkflowType, lateWatchWorkflowType, withdrawalWorkflowType } from '../workflows/messages.ts';
import type { ClientContext } from './context.ts';
import { InvalidArgumentError } from './errors.ts';
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

const knownWords: Readonly<Record<'phase' | 'status' | 'attention', readonly string[]>> = {
  phase: phases,
  status: withdrawalStatuses,
  attention: ['any', ...attentionReasons],
};

/**
 * Lists withdrawals from Temporal's records, newest first. The records may be a second or two old. Throws
 * InvalidArgumentError for an unknown phase, status or attention, and for a bad limit.
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
}

function checkFilter(filter: ListFilter): void {
  for (const name of ['phase', 'status', 'attention'] as const) {
    const value = filter[name];
    if (value !== undefined && !knownWords[name].includes(value))
      throw new InvalidArgumentError(name, `one of ${knownWords[name].join(', ')}`, value);
  }
  if (filter.limit !== undefined && !(Number.isInteger(filter.limit) && filter.limit > 0))
    throw new InvalidArgumentError('limit', 'a whole number above 0', String(filter.limit));
}
