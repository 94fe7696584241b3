import type { Claim } from '../../domain/accountState.ts';
import type { ClosedClaims } from '../messages.ts';

type Entry = readonly [
  withdrawalId: string,
  submission: number,
  outcome: Claim['outcome'],
  exchangeWithdrawalId: string,
];

const hourMs = 3_600_000;

/** Continue-as-new hands the book on as one payload of at most 2 MiB; with the catalogue this stays below it. */
const maximumCharacters = 1_300_000;

/** The many claims that are closed, compact and by the hour, so that they are forgotten by the hour. */
export class ClosedClaimBook {
  private readonly hours = new Map<number, Entry[]>();
  private readonly byKey = new Map<string, { entry: Entry; hour: number }>();
  private readonly owners = new Map<string, string>();
  private characters = 0;

  constructor(carried: readonly ClosedClaims[]) {
    for (const { hour, claims } of carried) for (const entry of claims) this.insert(hour, entry);
  }

  get size(): number {
    return this.byKey.size;
  }

  get adopted(): number {
    return this.owners.size;
  }

  get isFull(): boolean {
    return this.characters > maximumCharacters;
  }

  add(
    claim: Pick<Claim, 'withdrawalId' | 'submission' | 'outcome' | 'exchangeWithdrawalId'>,
    grantedAtMs: number,
  ): void {
    this.insert(Math.floor(grantedAtMs / hourMs), [
      claim.withdrawalId,
      claim.submission,
      claim.outcome,
      claim.exchangeWithdrawalId ?? '',
    ]);
  }

  find(withdrawalId: string, submission: number): Claim | null {
    const found = this.byKey.get(`${withdrawalId}#${submission}`);
    if (found === undefined) return null;
    const [, , outcome, exchangeWithdrawalId] = found.entry;
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

  /** Forgets whole hours that ended before this time: requests that old are refused anyway. */
  forgetBefore(timeMs: number): void {
    for (const [hour, entries] of this.hours) {
      if ((hour + 1) * hourMs > timeMs) continue;
      for (const entry of entries) this.remove(entry);
      this.hours.delete(hour);
    }
  }

  carry(): readonly ClosedClaims[] {
    return [...this.hours].map(([hour, claims]) => ({ hour, claims }));
  }

  private insert(hour: number, entry: Entry): void {
    const key = `${entry[0]}#${entry[1]}`;
    const old = this.byKey.get(key);
    if (old !== undefined) {
      this.hours.set(
        old.hour,
        (this.hours.get(old.hour) ?? []).filter((one) => one !== old.entry),
      );
      this.remove(old.entry);
    }
    const entries = this.hours.get(hour);
    if (entries === undefined) this.hours.set(hour, [entry]);
    else entries.push(entry);
    this.byKey.set(key, { entry, hour });
    if (entry[3] !== '') this.owners.set(entry[3], entry[0]);
    this.characters += sizeOf(entry);
  }

  private remove(entry: Entry): void {
    this.byKey.delete(`${entry[0]}#${entry[1]}`);
    this.owners.delete(entry[3]);
    this.characters -= sizeOf(entry);
  }
}

function sizeOf(entry: Entry): number {
  return JSON.stringify(entry).length + 1;
}
