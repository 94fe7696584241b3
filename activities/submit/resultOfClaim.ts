import type { Claim } from '../../domain/accountState.ts';
import type { SubmitResult } from '../contract.ts';
import { grantGoodForMs } from './submitAttempt.ts';

/**
 * What a claim of another execution means for this one, which sends nothing: what that one reported, or unknown.
 * The last possible send is counted by the account's clock: the grant's life and then the longest request.
 */
export function resultOfClaim(claim: Claim, submitTimeoutMs: number): SubmitResult {
  switch (claim.outcome) {
    case 'accepted':
      if (claim.exchangeWithdrawalId !== null)
        return { kind: 'accepted', exchangeWithdrawalId: claim.exchangeWithdrawalId, record: null, reported: true };
      return unknown(
        claim,
        submitTimeoutMs,
        'accepted by the exchange in an earlier execution, without an id; it is looked up',
      );
    case 'rejected':
      return {
        kind: 'rejected',
        reason: 'refusedByExchange',
        message: 'refused by the exchange in an earlier execution',
        reported: true,
      };
    case 'revoked':
      return { kind: 'revoked', because: 'cancel' };
    case 'open':
    case 'unknown':
      return unknown(claim, submitTimeoutMs, 'an earlier execution had the grant and may have sent it');
  }
}

function unknown(claim: Claim, submitTimeoutMs: number, message: string): SubmitResult {
  return {
    kind: 'unknown',
    reason: null,
    message,
    baseline: claim.baseline,
    lastPossibleSendMs: Date.parse(claim.grantedAt) + grantGoodForMs + submitTimeoutMs,
  };
}
