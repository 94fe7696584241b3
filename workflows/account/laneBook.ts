import type { Claim, Lane } from '../../domain/accountState.ts';

/** The lanes in use. A lane has one holder at a time, so that two withdrawals that look the same never overlap. */
export class LaneBook {
  private readonly byKey: Map<string, Lane>;

  constructor(carried: readonly Lane[]) {
    this.byKey = new Map(carried.map((lane) => [lane.key, lane]));
  }

  values(): readonly Lane[] {
    return [...this.byKey.values()];
  }

  /** The lane if it is in use; null if it is free, or if the exchange needs no lanes. */
  find(laneKey: string | null): Lane | null {
    return laneKey === null ? null : (this.byKey.get(laneKey) ?? null);
  }

  /** Gives the claim's lane to its withdrawal. */
  take({ laneKey, withdrawalId, submission, grantedAt }: Claim): void {
    if (laneKey === null) return;
    this.byKey.set(laneKey, { key: laneKey, holder: withdrawalId, submission, since: grantedAt });
  }

  /** Frees the claim's lane, unless another withdrawal holds it by now. */
  free({ laneKey, withdrawalId }: Claim): void {
    if (laneKey !== null && this.find(laneKey)?.holder === withdrawalId) this.byKey.delete(laneKey);
  }

  /** Frees every lane of this withdrawal and returns how many there were. */
  freeAllOf(withdrawalId: string): number {
    const held = this.values().filter((lane) => lane.holder === withdrawalId);
    for (const lane of held) this.byKey.delete(lane.key);
    return held.length;
  }
}
