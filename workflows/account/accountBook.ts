import type {
  AccountPause,
  AdoptAnswer,
  AdoptRequest,
  Claim,
  GrantAnswer,
  GrantNotNow,
  GrantRequest,
  OutcomeReport,
  RepeatRefusal,
  RevokeAnswer,
} from '../../domain/accountState.ts';
import type { AssetRules } from '../../domain/assetRules.ts';
import type { ClaimId } from '../../domain/claimKey.ts';
import type { CarriedAccount } from '../messages.ts';
import { ClaimBook } from './claimBook.ts';
import { grantRefusal, pausedText, type Refusal } from './grantRefusal.ts';
import { HandedBackTokens } from './handedBackTokens.ts';
import { HealthBook } from './healthBook.ts';
import { LaneBook } from './laneBook.ts';

/** What one account remembers, and the rules for its grants. No I/O and no clock: callers pass the time, Unix ms. */
export class AccountBook {
  paused: AccountPause | null;
  /** What the exchange publishes about its assets. Null: nothing, too much to keep, or no worker has read it yet. */
  catalog: readonly AssetRules[] | null;
  /** How many grants were given since the account was created. */
  grants: number;
  readonly lanes: LaneBook;
  readonly claims: ClaimBook;
  readonly health: HealthBook;
  private readonly claimLifetimeMs: number;
  private readonly handedBack: HandedBackTokens;

  constructor(claimLifetimeMs: number, carried: CarriedAccount | undefined) {
    this.claimLifetimeMs = claimLifetimeMs;
    this.paused = carried?.paused ?? null;
    this.catalog = carried?.catalog ?? null;
    this.grants = carried?.grants ?? 0;
    this.lanes = new LaneBook(carried?.lanes ?? []);
    this.claims = new ClaimBook(carried?.openClaims ?? [], carried?.closed ?? []);
    this.health = new HealthBook(carried?.health ?? []);
    this.handedBack = new HandedBackTokens(carried?.handedBack ?? []);
  }

  /** Why a grant cannot be given now, or null. A submission that has a claim is always answered. */
  refusal(request: Pick<GrantRequest, 'withdrawalId' | 'submission' | 'laneKey' | 'repeatable'>): Refusal | null {
    return grantRefusal(this, request);
  }

  /** All refusals when none of these requests can be granted now; null when at least one can. */
  refuseAll(requests: readonly GrantRequest[]): readonly GrantNotNow[] | null {
    const refusals = requests.flatMap((request) => this.notNow(request) ?? []);
    return refusals.length === requests.length ? refusals : null;
  }

  /** Answers the requests one after another: of two that look the same, the first gets the lane. */
  grantEach(requests: readonly GrantRequest[], nowMs: number): readonly (GrantAnswer | GrantNotNow)[] {
    return requests.map((request) => this.notNow(request) ?? this.grant(request, nowMs));
  }

  /**
   * Gives the single-use grant, or says who has it. May be repeated with the same token: an execution that asks again
   * has lost our answer, so it is granted again until an outcome is reported.
   */
  grant(request: GrantRequest, nowMs: number): GrantAnswer {
    const known = this.claims.find(request);
    if (known !== null) return this.answerAgain(known, request.token);
    const { withdrawalId, submission, token, laneKey, baseline } = request;
    const grantedAt = new Date(nowMs).toISOString();
    const granted = { withdrawalId, submission, token, grantedAt, laneKey, baseline };
    const claim: Claim = { ...granted, outcome: 'open', exchangeWithdrawalId: null };
    this.claims.putOpen(claim);
    this.lanes.take(claim);
    this.grants += 1;
    this.claims.closed.forgetBefore(nowMs - this.claimLifetimeMs);
    if (request.repeatable === true) this.claims.closed.makeRoom();
    return { kind: 'granted' };
  }

  /** Refuses this submission for good, unless it was granted before; then stops every further send. May be repeated. */
  revoke(withdrawalId: string, submission: number, nowMs: number): RevokeAnswer {
    const known = this.claim(withdrawalId, submission);
    if (known === null)
      this.claims.closed.add({ withdrawalId, submission, outcome: 'revoked', exchangeWithdrawalId: null }, nowMs);
    else if (known.outcome !== 'revoked') {
      const open = this.claims.findOpen(known);
      if (open !== null) this.claims.putOpen({ ...open, stopped: true });
      return { kind: 'alreadyGranted', claim: known };
    }
    return { kind: 'revoked' };
  }

  /** Why a submission that was granted may not be sent again now, or null. Only asked where a repeat is safe. */
  repeatRefusal(id: ClaimId): RepeatRefusal | null {
    const claim = this.claims.findOpen(id);
    if (claim?.stopped === true)
      return { type: 'stopped', message: 'a cancel or a deadline stopped further sends of it' };
    if (this.paused === null) return null;
    return { type: 'accountPaused', message: pausedText(this.paused) };
  }

  /** Records what became of a granted submission. May be repeated. Another execution's token changes no claim. */
  report(report: OutcomeReport): void {
    if (report.outcome === 'notSent' && report.token !== null) this.handedBack.add(report.token);
    const claim = this.claims.findOpen(report);
    if (claim === null) return;
    if (report.token !== null && report.token !== claim.token) return;
    switch (report.outcome) {
      case 'notSent':
        // Only the execution that holds the token can know that it did not send.
        if (report.token === null || claim.outcome !== 'open') return;
        // It was not to be sent any more, and now it is sure that it never was.
        if (claim.stopped === true) this.close({ ...claim, outcome: 'revoked' });
        else this.removeOpen(claim);
        return;
      case 'unknown':
        this.claims.putOpen({ ...claim, outcome: 'unknown' });
        return;
      case 'rejected':
        // Once a repeat was announced, the refusal of one send says nothing about the other.
        if (claim.outcome === 'open') this.close({ ...claim, outcome: 'rejected', exchangeWithdrawalId: null });
        return;
      case 'accepted':
        this.close({ ...claim, outcome: 'accepted', exchangeWithdrawalId: report.exchangeWithdrawalId });
        return;
      case 'settled':
        this.close({ ...claim, exchangeWithdrawalId: report.exchangeWithdrawalId ?? claim.exchangeWithdrawalId });
        return;
    }
  }

  /**
   * Claims an exchange id for a withdrawal, unless another one may have it. May be repeated.
   * A withdrawal that was settled without a record has lost its lane to the next one. A record that shows up later may
   * be the next one's, so only a person may still claim it.
   */
  adopt(request: AdoptRequest, nowMs: number): AdoptAnswer {
    const owner = this.ownerOf(request.exchangeWithdrawalId);
    if (owner !== null && owner !== request.withdrawalId) return { kind: 'claimedBy', withdrawalId: owner };
    const byPerson = request.byPerson === true;
    const claim = this.claims.findOpen(request);
    if (claim !== null) {
      const rival = byPerson ? null : this.claims.rivalOf(claim);
      if (rival !== null) return { kind: 'contested', withdrawalId: rival.withdrawalId };
      this.close({ ...claim, outcome: 'accepted', exchangeWithdrawalId: request.exchangeWithdrawalId });
    } else if (owner === null) {
      if (!byPerson && isSettledWithoutRecord(this.claims.closed.find(request))) return { kind: 'settledWithout' };
      this.claims.closed.add({ ...request, outcome: 'accepted' }, nowMs);
    }
    return { kind: 'adopted' };
  }

  /** Frees the lanes of a terminated withdrawal. Its claims stay, so it can never be sent again by itself. */
  takeover(withdrawalId: string): number {
    return this.lanes.freeAllOf(withdrawalId);
  }

  laneHolder(laneKey: string | null): string | null {
    return this.lanes.find(laneKey)?.holder ?? null;
  }

  claim(withdrawalId: string, submission: number): Claim | null {
    return this.claims.find({ withdrawalId, submission });
  }

  ownerOf(exchangeWithdrawalId: string): string | null {
    return this.claims.ownerOf(exchangeWithdrawalId);
  }

  get openClaims(): readonly Claim[] {
    return this.claims.openClaims;
  }

  /** Everything that the next run needs, as plain data. */
  carry(): CarriedAccount {
    return {
      paused: this.paused,
      openClaims: this.openClaims,
      lanes: this.lanes.values(),
      closed: this.claims.closed.carry(),
      health: this.health.values(),
      catalog: this.catalog,
      grants: this.grants,
      handedBack: this.handedBack.carry(),
    };
  }

  private notNow(request: GrantRequest): GrantNotNow | null {
    if (this.handedBack.has(request.token))
      return { kind: 'notNow', refusal: 'handedBack', message: 'this execution has said that it sends nothing' };
    const refusal = this.refusal(request);
    return refusal === null ? null : { kind: 'notNow', refusal: refusal.type, message: refusal.message };
  }

  /** The answer for a submission that was granted or revoked before. */
  private answerAgain(known: Claim, token: string): GrantAnswer {
    if (known.outcome === 'revoked') return { kind: 'revoked' };
    const isSameExecution = known.outcome === 'open' && known.token === token;
    if (!isSameExecution) return { kind: 'alreadyGranted', claim: known };
    if (known.stopped !== true) return { kind: 'granted' };
    // It asks again because it lost our answer, so it has sent nothing, and it was not to be sent any more.
    this.close({ ...known, outcome: 'revoked' });
    return { kind: 'revoked' };
  }

  private removeOpen(claim: Claim): void {
    this.claims.removeOpen(claim);
    this.lanes.free(claim);
  }

  private close(claim: Claim): void {
    this.claims.close(claim);
    this.lanes.free(claim);
  }
}

/** True of a claim that was settled while nobody knew which record belongs to it. */
function isSettledWithoutRecord(claim: Claim | null): boolean {
  if (claim === null || claim.exchangeWithdrawalId !== null) return false;
  return claim.outcome === 'unknown' || claim.outcome === 'open';
}
