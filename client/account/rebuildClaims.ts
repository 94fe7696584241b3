import type { Claim, Lane } from '../../domain/accountState.ts';
import type { Settlement, Submission, WithdrawalState } from '../../domain/state.ts';
import type { ClosedClaims } from '../../workflows/messages.ts';
import type { RetainedWithdrawal } from './retainedWithdrawals.ts';

export type RebuiltClaims = {
  readonly openClaims: readonly Claim[];
  readonly lanes: readonly Lane[];
  readonly closed: readonly ClosedClaims[];
};

type ClosedEntry = ClosedClaims['claims'][number];

const hourMs = 3_600_000;
/** How far the clocks of one Temporal cluster's hosts may be apart. */
const clusterClockSkewMs = 60_000;

/** Not random: no execution of a submit has it, so nobody is taken for the one that was granted. */
export const restoredToken = 'restored';

/**
 * What the account must remember, from what its withdrawals know. In doubt there is a claim: a claim too many sends a
 * withdrawal to review, a claim too few could pay it twice. `remembered` are claims that the old run still shows.
 * Withdrawals first started after `accountClosedAtMs` cannot have been granted anything.
 */
export function rebuildClaims(
  withdrawals: readonly RetainedWithdrawal[],
  remembered: readonly Claim[],
  accountClosedAtMs: number | null,
): RebuiltClaims {
  const open = new Map<string, Claim>(remembered.map((claim) => [keyOf(claim), claim]));
  const lanes = new Map<string, Lane>();
  const hours = new Map<number, ClosedEntry[]>();
  for (const withdrawal of withdrawals) {
    if (accountClosedAtMs !== null && withdrawal.firstStartedAtMs > accountClosedAtMs + clusterClockSkewMs) continue;
    for (const claim of claimsOf(withdrawal)) {
      if (isOpen(claim, withdrawal)) {
        open.set(keyOf(claim), open.get(keyOf(claim)) ?? claim);
        continue;
      }
      open.delete(keyOf(claim));
      const hour = Math.floor(Date.parse(claim.grantedAt) / hourMs);
      hours.set(hour, [
        ...(hours.get(hour) ?? []),
        [claim.withdrawalId, claim.submission, claim.outcome, claim.exchangeWithdrawalId ?? ''],
      ]);
    }
  }
  for (const claim of [...open.values()].sort((a, b) => a.grantedAt.localeCompare(b.grantedAt))) {
    const { laneKey, withdrawalId, submission, grantedAt } = claim;
    if (laneKey !== null && !lanes.has(laneKey))
      lanes.set(laneKey, { key: laneKey, holder: withdrawalId, submission, since: grantedAt });
  }
  return {
    openClaims: [...open.values()],
    lanes: [...lanes.values()],
    closed: [...hours].map(([hour, claims]) => ({ hour, claims })),
  };
}

/** Of the submissions that any run knew, as the last run that knew them told it. */
function claimsOf(withdrawal: RetainedWithdrawal): Claim[] {
  const claims = new Map<number, Claim>();
  const grantedAt = new Date(withdrawal.firstStartedAtMs).toISOString();
  const base = { withdrawalId: withdrawal.withdrawalId, token: restoredToken, grantedAt, baseline: null };
  for (const state of withdrawal.states) {
    for (const one of state.submissions) {
      const exchangeWithdrawalId = carriesRecord(state, one)
        ? state.exchangeWithdrawalId
        : (claims.get(one.number)?.exchangeWithdrawalId ?? null);
      claims.set(one.number, {
        ...base,
        submission: one.number,
        laneKey: one.intent.laneKey,
        outcome: outcomeOf(one, state, exchangeWithdrawalId),
        exchangeWithdrawalId,
      });
    }
    if (state.submissions.length === 0 && mayHaveBeenGranted(state)) {
      claims.set(
        1,
        claims.get(1) ?? {
          ...base,
          submission: 1,
          laneKey: null,
          outcome: neverSent(state) ? 'revoked' : 'unknown',
          exchangeWithdrawalId: state.exchangeWithdrawalId,
        },
      );
    }
  }
  if (withdrawal.unreadable && claims.size === 0)
    claims.set(1, { ...base, submission: 1, laneKey: null, outcome: 'unknown', exchangeWithdrawalId: null });
  return [...claims.values()];
}

/** Settled without a submission: only a cancel or deadline closed a door that must stay closed. */
function mayHaveBeenGranted(state: WithdrawalState): boolean {
  if (state.phase === 'SETTLED') return neverSent(state);
  return state.phase !== 'VALIDATING';
}

const unsentSettlements: Readonly<Record<Settlement['by'], boolean>> = {
  record: false,
  refusal: false,
  validation: false,
  cancelBeforeSubmit: true,
  deadlineBeforeSubmit: true,
  resolution: false,
};

function neverSent(state: WithdrawalState): boolean {
  return state.settlement !== null && unsentSettlements[state.settlement.by];
}

const outcomes: Readonly<Record<Submission['outcome'], Claim['outcome']>> = {
  accepted: 'accepted',
  rejected: 'rejected',
  // The token may have been handed out again since.
  notSent: 'unknown',
  open: 'unknown',
  unknown: 'unknown',
};

function outcomeOf(
  submission: Submission,
  state: WithdrawalState,
  exchangeWithdrawalId: string | null,
): Claim['outcome'] {
  if (neverSent(state) && submission.outcome !== 'accepted') return 'revoked';
  return exchangeWithdrawalId !== null ? 'accepted' : outcomes[submission.outcome];
}

/** The record belongs to the submission that was accepted, else to the last. */
function carriesRecord(state: WithdrawalState, submission: Submission): boolean {
  if (state.exchangeWithdrawalId === null) return false;
  const owner = state.submissions.findLast((one) => one.outcome === 'accepted') ?? state.submissions.at(-1);
  return owner?.number === submission.number;
}

/** An open claim keeps its lane. Closed: the record is known, the exchange refused, or all is settled. */
function isOpen(claim: Claim, withdrawal: RetainedWithdrawal): boolean {
  if (claim.outcome === 'rejected' || claim.outcome === 'revoked') return false;
  if (claim.outcome === 'accepted' && claim.exchangeWithdrawalId !== null) return false;
  return withdrawal.unreadable || withdrawal.states.at(-1)?.phase !== 'SETTLED';
}

function keyOf(claim: { withdrawalId: string; submission: number }): string {
  return `${claim.withdrawalId}#${claim.submission}`;
}
