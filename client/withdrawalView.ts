import type { WorkflowExecutionStatusName } from '@temporalio/client';

import { attentionReasons, type AttentionReason } from '../domain/attention.ts';
import type { MoneyLeft } from '../domain/moneyLeft.ts';
import { phases, type Phase } from '../domain/phase.ts';
import type { SearchAttributeName } from '../domain/searchAttributes.ts';
import type { WithdrawalResult, WithdrawalState } from '../domain/state.ts';
import { withdrawalStatuses, type WithdrawalStatus } from '../domain/status.ts';
import type { WithdrawalRequest } from '../domain/withdrawal.ts';
import { isInterrupted } from './temporal/runStatus.ts';
import { searchAttributeKeys } from './temporal/searchAttributes.ts';
import type { WorkflowListItem } from './temporal/temporalCalls.ts';

export type RunView = {
  readonly runId: string;
  readonly status: WorkflowExecutionStatusName;
  /** ISO 8601 UTC. */
  readonly startedAt: string;
  readonly closedAt: string | null;
};

/** What Temporal's own records say of a withdrawal, without asking its workflow. */
export type WithdrawalSummary = {
  readonly withdrawalId: string;
  readonly run: RunView;
  readonly request: WithdrawalRequest | null;
  readonly account: string | null;
  readonly asset: string | null;
  readonly network: string | null;
  readonly phase: Phase | null;
  readonly status: WithdrawalStatus | null;
  readonly attention: AttentionReason | null;
  readonly exchangeWithdrawalId: string | null;
  readonly txid: string | null;
};

/** A withdrawal as far as it can be read now. */
export type WithdrawalView = WithdrawalSummary & {
  /** `result`: it is settled. `state`: its workflow answered. `visibility`: only Temporal's records could be read. */
  readonly source: 'result' | 'state' | 'visibility';
  /**
   * `no` only once it is settled. While it goes on, its state may say that nothing has left so far; a backend must not
   * pay again on that. `unknown` when only Temporal's records could be read.
   */
  readonly moneyLeft: MoneyLeft;
  readonly state: WithdrawalState | null;
  readonly result: WithdrawalResult | null;
  /** Why the state is missing; null when it is not. */
  readonly missingBecause: string | null;
};

type RunInfo = Pick<
  WorkflowListItem,
  'workflowId' | 'runId' | 'status' | 'startTime' | 'closeTime' | 'memo' | 'typedSearchAttributes'
>;

/** From a description or a row of a list. Unknown phases, statuses and reasons become null. */
export function toSummary(info: RunInfo): WithdrawalSummary {
  const request = (info.memo?.['request'] as WithdrawalRequest | undefined) ?? null;
  const attribute = (name: SearchAttributeName): string | null =>
    info.typedSearchAttributes.get(searchAttributeKeys[name]) ?? null;
  return {
    withdrawalId: info.workflowId.replace(/^[a-z-]+\//, ''),
    run: toRunView(info),
    request,
    account: attribute('account') ?? request?.account ?? null,
    asset: attribute('asset') ?? request?.asset ?? null,
    network: attribute('network') ?? request?.network ?? null,
    phase: known(phases, attribute('phase')),
    status: known(withdrawalStatuses, attribute('status')),
    attention: known(attentionReasons, attribute('attention')),
    exchangeWithdrawalId: attribute('exchangeWithdrawalId'),
    txid: attribute('txid'),
  };
}

/** From the workflow's own state, which counts more than the search attributes. */
export function toView(
  summary: WithdrawalSummary,
  state: WithdrawalState,
  result: WithdrawalResult | null,
): WithdrawalView {
  const { request, phase, status, attention, exchangeWithdrawalId, txid } = state;
  const settled = result !== null || (state.settlement !== null && !isInterrupted(summary.run.status));
  const moneyLeft = !settled && state.moneyLeft === 'no' ? 'unknown' : state.moneyLeft;
  const { account, asset, network } = request;
  const source = result === null ? 'state' : 'result';
  return {
    ...summary,
    request,
    account,
    asset,
    network,
    phase,
    status,
    attention,
    exchangeWithdrawalId,
    txid,
    source,
    moneyLeft,
    state,
    result,
    missingBecause: null,
  };
}

export function toRunView(info: RunInfo): RunView {
  return {
    runId: info.runId,
    status: info.status.name,
    startedAt: info.startTime.toISOString(),
    closedAt: info.closeTime?.toISOString() ?? null,
  };
}

function known<T extends string>(words: readonly T[], word: string | null): T | null {
  return words.find((candidate) => candidate === word) ?? null;
}
