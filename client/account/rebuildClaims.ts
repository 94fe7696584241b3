import type { Claim, Lane } from '../../domain/accountState.ts';
import { claimKey } from '../../domain/claimKey.ts';
import type { ClosedClaim, ClosedClaims } from '../../workflows/messages.ts';
import { claimsOfWithdrawal } from './claimsOfWithdrawal.ts';
import type { RetainedWithdrawal } from './retainedWithdrawals.ts';

export type RebuiltClaims = {
  readonly openClaims: readonly Claim[];
  readonly lanes: readonly Lane[];
  readonly closed: readonly ClosedClaims[];
};

const hourMs = 3_600_000;
/** How far the clocks of the hosts of one Temporal cluster may be apart. */
const clusterClockSkewMs = 60_000;

/**
 * The claims of an account, from what its withdrawals know. In doubt there is a claim: one too many sends a withdrawal
 * to review, one too few could pay it twice. `remembered` are the open claims that the closed run still shows.
 * A withdrawal that was first started after `accountClosedAtMs` cannot have a grant.
 */
export function rebuildClaims(
  withdrawals: readonly RetainedWithdrawal[],
  remembered: readonly Claim[],
  accountClosedAtMs: number | null,
): RebuiltClaims {
  const open = new Map<string, Claim>(remembered.map((claim) => [claimKey(claim), claim]));
  const closed: Claim[] = [];
  for (const withdrawal of withdrawals) {
    if (accountClosedAtMs !== null && withdrawal.firstStartedAtMs > accountClosedAtMs + clusterClockSkewMs) continue;
    for (const claim of claimsOfWithdrawal(withdrawal)) {
      const key = claimKey(claim);
      if (isOpen(claim, withdrawal)) {
        open.set(key, open.get(key) ?? claim);
        continue;
      }
      open.delete(key);
      closed.push(claim);
    }
  }
  const openClaims = [...open.values()];
  return { openClaims, lanes: lanesOf(openClaims), closed: byHour(closed) };
}

/** Each lane goes to the oldest of the claims on it. */
function lanesOf(openClaims: readonly Claim[]): Lane[] {
  const lanes = new Map<string, Lane>();
  for (const claim of [...openClaims].sort((a, b) => a.grantedAt.localeCompare(b.grantedAt))) {
    const { laneKey, withdrawalId, submission, grantedAt } = claim;
    if (laneKey !== null && !lanes.has(laneKey))
      lanes.set(laneKey, { key: laneKey, holder: withdrawalId, submission, since: grantedAt });
  }
  return [...lanes.values()];
}

function byHour(closed: readonly Claim[]): ClosedClaims[] {
  const hours = new Map<number, ClosedClaim[]>();
  for (const { withdrawalId, submission, outcome, exchangeWithdrawalId, grantedAt } of closed) {
    const hour = Math.floor(Date.parse(grantedAt) / hourMs);
    const claims = hours.get(hour) ?? [];
    hours.set(hour, [...claims, [withdrawalId, submission, outcome, exchangeWithdrawalId ?? '']]);
  }
  return [...hours].map(([hour, claims]) => ({ hour, claims }));
}

/** A claim is closed when its record is known, when the exchange refused it, or when the withdrawal has settled. */
function isOpen(claim: Claim, withdrawal: RetainedWithdrawal): boolean {
  if (claim.outcome === 'rejected' || claim.outcome === 'revoked') return false;
  if (claim.outcome === 'accepted' && claim.exchangeWithdrawalId !== null) return false;
  return withdrawal.unreadable || withdrawal.states.at(-1)?.phase !== 'SETTLED';
}
