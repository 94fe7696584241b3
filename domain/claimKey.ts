import type { Claim } from './accountState.ts';

/** Which submission a claim belongs to. */
export type ClaimId = Pick<Claim, 'withdrawalId' | 'submission'>;

/** The key under which a claim is kept in memory; an account has at most one claim for each submission. */
export function claimKey({ withdrawalId, submission }: ClaimId): string {
  return `${withdrawalId}#${submission}`;
}
