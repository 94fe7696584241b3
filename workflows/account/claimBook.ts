import type { Claim } from '../../domain/accountState.ts';
import { claimKey, type ClaimId } from '../../domain/claimKey.ts';
import type { ClosedClaims } from '../messages.ts';
import { ClosedClaimBook } from './closedClaimBook.ts';

/**
 * Every claim that the account remembers: open ones in full, closed ones in short form. A claim is open until the
 * outcome of its submission is known or settled.
 */
export class ClaimBook {
  readonly closed: ClosedClaimBook;
  private readonly open: Map<string, Claim>;

  constructor(open: readonly Claim[], closed: readonly ClosedClaims[]) {
    this.open = new Map(open.map((claim) => [claimKey(claim), claim]));
    this.closed = new ClosedClaimBook(closed);
  }

  get openClaims(): readonly Claim[] {
    return [...this.open.values()];
  }

  /** The claim of a submission, open or closed. Null: never granted, or forgotten after the claims' lifetime. */
  find(id: ClaimId): Claim | null {
    return this.findOpen(id) ?? this.closed.find(id);
  }

  findOpen(id: ClaimId): Claim | null {
    return this.open.get(claimKey(id)) ?? null;
  }

  /** The withdrawal that has this exchange id, or null. */
  ownerOf(exchangeWithdrawalId: string): string | null {
    for (const claim of this.open.values())
      if (claim.exchangeWithdrawalId === exchangeWithdrawalId) return claim.withdrawalId;
    return this.closed.ownerOf(exchangeWithdrawalId);
  }

  /**
   * Another withdrawal's open claim on the same lane. A lane has one holder at a time, so there are two open claims
   * only after a takeover.
   */
  rivalOf({ withdrawalId, laneKey }: Claim): Claim | null {
    if (laneKey === null) return null;
    const isRival = (other: Claim) => other.laneKey === laneKey && other.withdrawalId !== withdrawalId;
    return this.openClaims.find(isRival) ?? null;
  }

  /** Adds an open claim, or replaces the open claim of the same submission. */
  putOpen(claim: Claim): void {
    this.open.set(claimKey(claim), claim);
  }

  /** Forgets an open claim, as if it had never been granted. */
  removeOpen(id: ClaimId): void {
    this.open.delete(claimKey(id));
  }

  /** Moves an open claim to the closed ones. */
  close(claim: Claim): void {
    this.removeOpen(claim);
    this.closed.add(claim, Date.parse(claim.grantedAt));
  }
}
