import type {
  AccountPause,
  AdoptAnswer,
  AdoptRequest,
  Claim,
  GrantAnswer,
  GrantNotNow,
  GrantRefusal,
  GrantRequest,
  HealthReport,
  Lane,
  OutcomeReport,
  RevokeAnswer,
} from '../../domain/accountState.ts';
import type { AssetRules } from '../../domain/assetRules.ts';
import type { AccountInput, CarriedAccount } from '../messages.ts';
import { ClosedClaimBook } from './closedClaimBook.ts';

/**
 * A question may wait a minute in the server behind the answer that its asker did not wait for; so many are
 * handed back meanwhile at most.
 */
const tokensKept = 500;

/** What one account remembers, and the rules of its grants. Plain data and pure rules: no clock but the caller's. */
export class AccountBook {
  paused: AccountPause | null;
  catalog: readonly AssetRules[] | null;
  grants: number;
  readonly lanes = new Map<string, Lane>();
  readonly closed: ClosedClaimBook;
  readonly health = new Map<string, HealthReport>();
  private readonly claimLifetimeMs: number;
  private readonly open = new Map<string, Claim>();
  private readonly handedBack: Set<string>;

  constructor(claimLifetimeMs: number, carried: CarriedAccount | undefined) {
    this.claimLifetimeMs = claimLifetimeMs;
    this.paused = carried?.paused ?? null;
    this.catalog = carried?.catalog ?? null;
    this.grants = carried?.grants ?? 0;
    this.closed = new ClosedClaimBook(carried?.closed ?? []);
    this.handedBack = new Set(carried?.handedBack ?? []);
    for (const lane of carried?.lanes ?? []) this.lanes.set(lane.key, lane);
    for (const claim of carried?.openClaims ?? []) this.open.set(keyOf(claim), claim);
    for (const report of carried?.health ?? []) this.health.set(healthKey(report), report);
  }

  /** Why a grant cannot be given just now, or null. What was granted before is always answered. */
  refusal(
    request: Pick<GrantRequest, 'withdrawalId' | 'submission' | 'laneKey'>,
  ): { type: GrantRefusal; message: string } | null {
    if (this.claim(request.withdrawalId, request.submission) !== null) return null;
    if (this.paused !== null)
      return { type: 'AccountPaused', message: `account paused by ${this.paused.actor}: ${this.paused.reason}` };
    const lane = request.laneKey === null ? undefined : this.lanes.get(request.laneKey);
    if (lane !== undefined && lane.holder !== request.withdrawalId)
      return {
        type: 'LaneBusy',
        message: `withdrawal ${lane.holder} would look the same and is not settled (since ${lane.since})`,
      };
    return this.closed.isFull
      ? {
          type: 'ClaimsFull',
          message: 'this account has as many claims as it can remember; split it or lower maxRequestAge',
        }
      : null;
  }

  /** The refusals when not one of these can be granted; null when one can. */
  refuseAll(requests: readonly GrantRequest[]): readonly GrantNotNow[] | null {
    const refusals = requests.flatMap((request) => this.notNow(request) ?? []);
    return refusals.length === requests.length ? refusals : null;
  }

  /** One after another: the first of two that look the same takes the lane, the second finds it busy. */
  grantEach(requests: readonly GrantRequest[], nowMs: number): readonly (GrantAnswer | GrantNotNow)[] {
    return requests.map((request) => this.notNow(request) ?? this.grant(request, nowMs));
  }

  /**
   * Gives the single-use grant, or says who has it. The same token asking again lost our answer: it is
   * granted again.
   */
  grant(request: GrantRequest, nowMs: number): GrantAnswer {
    const known = this.claim(request.withdrawalId, request.submission);
    if (known !== null) {
      if (known.outcome === 'revoked') return { kind: 'revoked' };
      return known.outcome === 'open' && known.token === request.token
        ? { kind: 'granted' }
        : { kind: 'alreadyGranted', claim: known };
    }
    const { withdrawalId, submission, token, laneKey, baseline } = request;
    const grantedAt = new Date(nowMs).toISOString();
    const claim: Claim = {
      withdrawalId,
      submission,
      token,
      grantedAt,
      laneKey,
      baseline,
      outcome: 'open',
      exchangeWithdrawalId: null,
    };
    this.open.set(keyOf(claim), claim);
    if (laneKey !== null) this.lanes.set(laneKey, { key: laneKey, holder: withdrawalId, submission, since: grantedAt });
    this.grants += 1;
    this.closed.forgetBefore(nowMs - this.claimLifetimeMs);
    return { kind: 'granted' };
  }

  /** Closes the door on a submission that was never granted. */
  revoke(withdrawalId: string, submission: number, nowMs: number): RevokeAnswer {
    const known = this.claim(withdrawalId, submission);
    if (known !== null)
      return known.outcome === 'revoked' ? { kind: 'revoked' } : { kind: 'alreadyGranted', claim: known };
    this.closed.add({ withdrawalId, submission, outcome: 'revoked', exchangeWithdrawalId: null }, nowMs);
    return { kind: 'revoked' };
  }

  /** Takes what became of a grant. Repeats and reports of others than the token's execution change nothing. */
  report(report: OutcomeReport): void {
    if (report.outcome === 'notSent' && report.token !== null) this.retire(report.token);
    const claim = this.open.get(keyOf(report));
    if (claim === undefined) return;
    if (report.token !== null && report.token !== claim.token) return;
    switch (report.outcome) {
      case 'notSent':
        // Only the execution that holds the token can know that it did not send.
        if (report.token === null || claim.outcome !== 'open') return;
        this.open.delete(keyOf(claim));
        this.freeLane(claim);
        return;
      case 'unknown':
        this.open.set(keyOf(claim), { ...claim, outcome: 'unknown' });
        return;
      case 'accepted':
      case 'rejected':
        this.close({ ...claim, outcome: report.outcome, exchangeWithdrawalId: report.exchangeWithdrawalId });
        return;
      case 'settled':
        this.close({ ...claim, exchangeWithdrawalId: report.exchangeWithdrawalId ?? claim.exchangeWithdrawalId });
        return;
    }
  }

  /**
   * Claims an exchange id for a withdrawal; refused by name when another has it. May be repeated. Once a withdrawal is
   * settled without a record its lane is the next one's, and so is what shows up on it: only a person may still claim.
   */
  adopt(request: AdoptRequest, nowMs: number): AdoptAnswer {
    const owner = this.ownerOf(request.exchangeWithdrawalId);
    if (owner !== null && owner !== request.withdrawalId) return { kind: 'claimedBy', withdrawalId: owner };
    const claim = this.open.get(keyOf(request));
    const rival = claim === undefined || request.byPerson === true ? undefined : this.rivalOf(claim);
    if (rival !== undefined) return { kind: 'contested', withdrawalId: rival.withdrawalId };
    if (claim !== undefined)
      this.close({ ...claim, outcome: 'accepted', exchangeWithdrawalId: request.exchangeWithdrawalId });
    else if (owner === null) {
      if (request.byPerson !== true && isSettledWithout(this.closed.find(request.withdrawalId, request.submission)))
        return { kind: 'settledWithout' };
      this.closed.add({ ...request, outcome: 'accepted' }, nowMs);
    }
    return { kind: 'adopted' };
  }

  /** Frees every lane of a holder that was terminated; its claims stay, so it can never send again by itself. */
  takeover(withdrawalId: string): number {
    const held = [...this.lanes.values()].filter((lane) => lane.holder === withdrawalId);
    for (const lane of held) this.lanes.delete(lane.key);
    return held.length;
  }

  laneHolder(laneKey: string | null): string | null {
    return laneKey === null ? null : (this.lanes.get(laneKey)?.holder ?? null);
  }

  claim(withdrawalId: string, submission: number): Claim | null {
    return this.open.get(keyOf({ withdrawalId, submission })) ?? this.closed.find(withdrawalId, submission);
  }

  ownerOf(exchangeWithdrawalId: string): string | null {
    for (const claim of this.open.values())
      if (claim.exchangeWithdrawalId === exchangeWithdrawalId) return claim.withdrawalId;
    return this.closed.ownerOf(exchangeWithdrawalId);
  }

  /** Keeps each worker's last word on each matter; a matter that is over is forgotten. */
  reportHealth(report: HealthReport): void {
    if (report.active) this.health.set(healthKey(report), report);
    else this.health.delete(healthKey(report));
  }

  get openClaims(): readonly Claim[] {
    return [...this.open.values()];
  }

  carry(): CarriedAccount {
    return {
      paused: this.paused,
      openClaims: this.openClaims,
      lanes: [...this.lanes.values()],
      closed: this.closed.carry(),
      health: [...this.health.values()],
      catalog: this.catalog,
      grants: this.grants,
      handedBack: [...this.handedBack],
    };
  }

  /**
   * Its execution has ended without a send. A question of its that is still under way would take a grant that
   * nobody uses or gives back.
   */
  private retire(token: string): void {
    this.handedBack.add(token);
    for (const oldest of this.handedBack) {
      if (this.handedBack.size <= tokensKept) return;
      this.handedBack.delete(oldest);
    }
  }

  private notNow(request: GrantRequest): GrantNotNow | null {
    if (this.handedBack.has(request.token))
      return { kind: 'notNow', refusal: 'HandedBack', message: 'this execution has said that it sends nothing' };
    const refusal = this.refusal(request);
    return refusal === null ? null : { kind: 'notNow', refusal: refusal.type, message: refusal.message };
  }

  /**
   * Another unsettled claim of what looks the same. A lane lets only one through, so that one of the two was
   * taken over.
   */
  private rivalOf({ withdrawalId, laneKey }: Claim): Claim | undefined {
    return laneKey === null
      ? undefined
      : this.openClaims.find((other) => other.laneKey === laneKey && other.withdrawalId !== withdrawalId);
  }

  private close(claim: Claim): void {
    this.open.delete(keyOf(claim));
    this.freeLane(claim);
    this.closed.add(claim, Date.parse(claim.grantedAt));
  }

  private freeLane(claim: Claim): void {
    if (claim.laneKey !== null && this.lanes.get(claim.laneKey)?.holder === claim.withdrawalId)
      this.lanes.delete(claim.laneKey);
  }
}

/** The rules of the first input start the book; a carried one goes on. */
export function openBook(input: AccountInput): AccountBook {
  return new AccountBook(input.claimLifetimeMs, input.carried);
}

/** A claim that was given up while nobody knew which record is its own. */
function isSettledWithout(claim: Claim | null): boolean {
  return (
    claim !== null && claim.exchangeWithdrawalId === null && (claim.outcome === 'unknown' || claim.outcome === 'open')
  );
}

function keyOf(claim: { withdrawalId: string; submission: number }): string {
  return `${claim.withdrawalId}#${claim.submission}`;
}

function healthKey(report: HealthReport): string {
  return `${report.worker} ${report.attention}`;
}
