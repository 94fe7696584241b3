import type { Claim } from '../../domain/accountState.ts';
import { claimKey, type ClaimId } from '../../domain/claimKey.ts';
import type { ClosedClaim, ClosedClaims } from '../messages.ts';

const hourMs = 3_600_000;

/** Continue-as-new hands all of this on as one payload of at most 2 MiB; with the catalogue it stays below that. */
const maximumCharacters = 1_300_000;

/** The closed claims in short form, grouped by hour and forgotten by whole hours (decision 0005). */
export class ClosedClaimBook {
  private readonly hours = new Map<number, ClosedClaim[]>();
  private readonly byKey = new Map<string, { claim: ClosedClaim; hour: number }>();
  /** Exchange id → withdrawalId. */
  private readonly owners = new Map<string, string>();
  private characters = 0;

  constructor(carried: readonly ClosedClaims[]) {
    for (const { hour, claims } of carried) for (const claim of claims) this.insert(hour, claim);
  }

  get size(): number {
    return this.byKey.size;
  }

  /** How many exchange ids are claimed. */
  get adopted(): number {
    return this.owners.size;
  }

  get isFull(): boolean {
    return this.characters > maximumCharacters;
  }

  /** Adds a claim, or replaces the closed claim of the same submission. */
  add(claim: ClaimId & Pick<Claim, 'outcome' | 'exchangeWithdrawalId'>, grantedAtMs: number): void {
    const { withdrawalId, submission, outcome, exchangeWithdrawalId } = claim;
    this.insert(Math.floor(grantedAtMs / hourMs), [withdrawalId, submission, outcome, exchangeWithdrawalId ?? '']);
  }

  /** The claim as far as it is remembered: without token, lane and baseline, and with the end of its hour as time. */
  find({ withdrawalId, submission }: ClaimId): Claim | null {
    const found = this.byKey.get(claimKey({ withdrawalId, submission }));
    if (found === undefined) return null;
    const [, , outcome, exchangeWithdrawalId] = found.claim;
    const grantedAt = new Date((found.hour + 1) * hourMs).toISOString();
    return {
      withdrawalId,
      submission,
      token: '',
      grantedAt,
      laneKey: null,
      baseline: null,
      outcome,
      exchangeWithdrawalId: exchangeWithdrawalId === '' ? null : exchangeWithdrawalId,
    };
  }

  ownerOf(exchangeWithdrawalId: string): string | null {
    return this.owners.get(exchangeWithdrawalId) ?? null;
  }

  /** Forgets the hours that ended before this time, Unix ms. Requests of that age are refused anyway. */
  forgetBefore(timeMs: number): void {
    for (const hour of this.hours.keys()) if ((hour + 1) * hourMs <= timeMs) this.forgetHour(hour);
  }

  /** Forgets the oldest hours until there is room, however young they are. */
  makeRoom(): void {
    const oldestFirst = [...this.hours.keys()].sort((a, b) => a - b);
    for (const hour of oldestFirst) {
      if (!this.isFull) return;
      this.forgetHour(hour);
    }
  }

  carry(): readonly ClosedClaims[] {
    return [...this.hours].map(([hour, claims]) => ({ hour, claims }));
  }

  private forgetHour(hour: number): void {
    for (const claim of this.hours.get(hour) ?? []) this.remove(claim);
    this.hours.delete(hour);
  }

  private insert(hour: number, claim: ClosedClaim): void {
    const key = keyOf(claim);
    const old = this.byKey.get(key);
    if (old !== undefined) {
      const others = (this.hours.get(old.hour) ?? []).filter((one) => one !== old.claim);
      this.hours.set(old.hour, others);
      this.remove(old.claim);
    }
    const claims = this.hours.get(hour);
    if (claims === undefined) this.hours.set(hour, [claim]);
    else claims.push(claim);
    this.byKey.set(key, { claim, hour });
    const [withdrawalId, , , exchangeWithdrawalId] = claim;
    if (exchangeWithdrawalId !== '') this.owners.set(exchangeWithdrawalId, withdrawalId);
    this.characters += sizeOf(claim);
  }

  private remove(claim: ClosedClaim): void {
    this.byKey.delete(keyOf(claim));
    this.owners.delete(claim[3]);
    this.characters -= sizeOf(claim);
  }
}

function keyOf([withdrawalId, submission]: ClosedClaim): string {
  return claimKey({ withdrawalId, submission });
}

/** Characters that the claim takes in the payload, its comma included. */
function sizeOf(claim: ClosedClaim): number {
  return JSON.stringify(claim).length + 1;
}
