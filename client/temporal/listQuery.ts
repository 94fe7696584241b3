import { attentionReasons, type AttentionReason } from '../../domain/attention.ts';
import type { Phase } from '../../domain/phase.ts';
import type { WithdrawalStatus } from '../../domain/status.ts';
import { accountWorkflowType, lateWatchWorkflowType, withdrawalWorkflowType } from '../../workflows/messages.ts';

/** Which withdrawals to list. All conditions that are given must hold. */
export type ListFilter = {
  readonly account?: string | undefined;
  readonly asset?: string | undefined;
  readonly network?: string | undefined;
  readonly phase?: Phase | undefined;
  readonly status?: WithdrawalStatus | undefined;
  /** `any`: everything that needs a person. Includes accounts and late watches. */
  readonly attention?: AttentionReason | 'any' | undefined;
  readonly open?: boolean | undefined;
  readonly limit?: number | undefined;
};

/** Temporal's list query for a filter. Values are quoted and escaped, so users cannot change the query. */
export function listQuery(filter: ListFilter): string {
  const asksAttention = filter.attention !== undefined;
  const types = asksAttention
    ? [withdrawalWorkflowType, accountWorkflowType, lateWatchWorkflowType]
    : [withdrawalWorkflowType];
  const parts = [oneOf('WorkflowType', types), "ExecutionStatus != 'ContinuedAsNew'"];
  for (const name of ['account', 'asset', 'network', 'phase', 'status'] as const) {
    const value = filter[name];
    if (value !== undefined) parts.push(`${name} = ${quoteValue(value)}`);
  }
  if (filter.attention !== undefined)
    parts.push(oneOf('attention', filter.attention === 'any' ? attentionReasons : [filter.attention]));
  // A closed workflow needs nobody's attention.
  const open = filter.open ?? (asksAttention ? true : undefined);
  if (open !== undefined) parts.push(open ? "ExecutionStatus = 'Running'" : "ExecutionStatus != 'Running'");
  return parts.join(' AND ');
}

/** The value as a string literal of Temporal's list queries. */
export function quoteValue(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

function oneOf(name: string, values: readonly string[]): string {
  return values.length === 1 && values[0] !== undefined
    ? `${name} = ${quoteValue(values[0])}`
    : `${name} IN (${values.map(quoteValue).join(', ')})`;
}
