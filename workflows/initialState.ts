import type { WithdrawalState } from '../domain/state.ts';
import type { WithdrawalInput } from './messages.ts';
import { now } from './now.ts';

/** The state of a withdrawal that has just been started. */
export function initialState({ request, recovery }: WithdrawalInput): WithdrawalState {
  const text = recovery ? 'VALIDATING (recovery run: looks up, never sends by itself)' : 'VALIDATING';
  return {
    request,
    phase: 'VALIDATING',
    status: null,
    exchangeStatus: null,
    // `no` promises that it will never be sent, so it is set only together with the settlement.
    moneyLeft: 'unknown',
    attention: null,
    accountIdentity: null,
    exchangeWithdrawalId: null,
    txid: null,
    record: null,
    submissions: [],
    cancel: null,
    settlement: null,
    waitingFor: 'the check of the request against the exchange',
    recovery,
    timeline: [{ at: now(), kind: 'phase', text }],
    timelineDropped: 0,
  };
}
