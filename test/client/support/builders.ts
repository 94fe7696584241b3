import type { WithdrawalView } from '../../../client/withdrawalView.ts';
import { defaultPolicy } from '../../../domain/policy.ts';
import type { Submission, WithdrawalResult, WithdrawalState } from '../../../domain/state.ts';
import type { WithdrawalRequest } from '../../../domain/withdrawal.ts';

export const nowMs = Date.parse('2026-11-21T08:00:10.000Z');
export const maxRequestAgeMs = defaultPolicy.maxRequestAgeMs;

export function aRequest(changes: Partial<WithdrawalRequest> = {}): WithdrawalRequest {
  return {
    withdrawalId: 'w-1',
    account: 'bigone/treasury',
    asset: 'USDT',
    network: 'Tron',
    address: 'TJmWh1Yp7dGq9s4LkR2vXnB8cZ5tQe9xQz',
    memo: null,
    amount: '100.5',
    requestedAt: '2026-11-21T08:00:00.000Z',
    deadlineAt: null,
    ...changes,
  };
}

export function aSubmission(changes: Partial<Submission> = {}): Submission {
  const { withdrawalId, account, asset, network, address, memo, amount } = aRequest();
  const intent = {
    withdrawalId,
    submission: 1,
    clientWithdrawalId: null,
    account,
    accountIdentity: 'id-1',
    asset,
    network,
    address,
    memo,
    amount,
    laneKey: '["USDT"]',
    frozen: {},
  };
  return { number: 1, intent, outcome: 'accepted', reason: null, message: null, ...changes };
}

export function aState(changes: Partial<WithdrawalState> = {}): WithdrawalState {
  return {
    request: aRequest(),
    phase: 'FOLLOWING',
    status: 'PENDING',
    exchangeStatus: 'PENDING',
    moneyLeft: 'unknown',
    attention: null,
    accountIdentity: 'id-1',
    exchangeWithdrawalId: 'x-1',
    txid: null,
    record: null,
    submissions: [aSubmission()],
    cancel: null,
    settlement: null,
    waitingFor: 'the exchange',
    recovery: false,
    timeline: [{ at: '2026-11-21T08:00:01.000Z', kind: 'phase', text: 'VALIDATING' }],
    timelineDropped: 0,
    ...changes,
  };
}

export function aResult(state: WithdrawalState): WithdrawalResult {
  const settlement = state.settlement ?? { at: '2026-11-21T08:05:00.000Z', by: 'record', reason: null, message: null };
  const { status, moneyLeft, exchangeWithdrawalId, txid, cancel } = state;
  return {
    withdrawalId: state.request.withdrawalId,
    status,
    moneyLeft,
    exchangeWithdrawalId,
    txid,
    receivedAmount: null,
    fee: null,
    feeAsset: null,
    cancel,
    settlement,
    state,
  };
}

export function aView(state: WithdrawalState, changes: Partial<WithdrawalView> = {}): WithdrawalView {
  const { request, phase, status, attention, exchangeWithdrawalId, txid, moneyLeft } = state;
  const settled = phase === 'SETTLED';
  return {
    withdrawalId: request.withdrawalId,
    run: {
      runId: 'r-1',
      status: settled ? 'COMPLETED' : 'RUNNING',
      startedAt: '2026-11-21T08:00:00.500Z',
      closedAt: null,
    },
    request,
    account: request.account,
    asset: request.asset,
    network: request.network,
    phase,
    status,
    attention,
    exchangeWithdrawalId,
    txid,
    source: settled ? 'result' : 'state',
    moneyLeft,
    state,
    result: settled ? aResult(state) : null,
    missingBecause: null,
    ...changes,
  };
}
