import type { SubmitIntent, WithdrawalRecord, WithdrawalRequest } from '../../domain/withdrawal.ts';

/** A request that is right in every field, but for what the test is about. */
export function aRequest(change: Partial<WithdrawalRequest> = {}): WithdrawalRequest {
  return {
    withdrawalId: 'w-1',
    account: 'bigone/treasury',
    asset: 'USDT',
    network: 'Tron',
    address: 'TJmW5D1p1LnMdTMmxuY1VELHht7v5HV7rU',
    memo: null,
    amount: '100.5',
    requestedAt: '2026-11-21T08:00:00.000Z',
    deadlineAt: null,
    ...change,
  };
}

export function anIntent(change: Partial<SubmitIntent> = {}): SubmitIntent {
  const { requestedAt: _r, deadlineAt: _d, ...request } = aRequest();
  return {
    ...request,
    submission: 1,
    clientWithdrawalId: null,
    accountIdentity: 'identity',
    laneKey: 'lane',
    frozen: {},
    ...change,
  };
}

export function aRecord(change: Partial<WithdrawalRecord> = {}): WithdrawalRecord {
  return {
    exchangeWithdrawalId: 'x-1',
    status: 'PENDING',
    exchangeStatus: 'pending',
    asset: 'USDT',
    network: 'Tron',
    address: 'TJmW5D1p1LnMdTMmxuY1VELHht7v5HV7rU',
    memo: null,
    amount: null,
    receivedAmount: '99.5',
    fee: null,
    feeAsset: null,
    txid: null,
    createdAtMs: Date.parse('2026-11-21T08:00:01.000Z'),
    action: null,
    internal: false,
    ...change,
  };
}
