import type { AccountPause, GrantRefusal, GrantRequest } from '../../domain/accountState.ts';
import type { ClaimBook } from './claimBook.ts';
import type { LaneBook } from './laneBook.ts';

export type Refusal = { readonly type: GrantRefusal; readonly message: string };

/** What decides whether an account can give a grant. */
export type GrantState = {
  readonly paused: AccountPause | null;
  readonly lanes: LaneBook;
  readonly claims: ClaimBook;
};

/** Why a grant cannot be given now, or null. A submission that has a claim is always answered. */
export function grantRefusal(
  { paused, lanes, claims }: GrantState,
  request: Pick<GrantRequest, 'withdrawalId' | 'submission' | 'laneKey' | 'repeatable'>,
): Refusal | null {
  if (claims.find(request) !== null) return null;
  if (paused !== null) return { type: 'accountPaused', message: pausedText(paused) };
  const lane = lanes.find(request.laneKey);
  if (lane !== null && lane.holder !== request.withdrawalId)
    return {
      type: 'laneBusy',
      message: `withdrawal ${lane.holder} would look the same and is not settled (since ${lane.since})`,
    };
  // For a permit the oldest closed claims are forgotten instead: what they remember is no fence there.
  if (claims.closed.isFull && request.repeatable !== true)
    return {
      type: 'claimsFull',
      message: 'this account has as many claims as it can remember; split it or lower maxRequestAge',
    };
  return null;
}

export function pausedText({ actor, reason }: AccountPause): string {
  return `account paused by ${actor}: ${reason}`;
}
