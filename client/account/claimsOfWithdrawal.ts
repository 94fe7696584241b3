import type { Claim } from '../../domain/accountState.ts';
import type { Settlement, Submission, WithdrawalState } from '../../domain/state.ts';
import type { RetainedWithdrawal } from './retainedWithdrawals.ts';

/** A fixed token that no execution of a submit has: nobody can use or hand back a restored claim. */
const restoredToken = 'restored';

/** One claim for each submission that any run of the withdrawal knew. The last run that knew it counts. */
export function claimsOfWithdrawal(withdrawal: RetainedWithdrawal): Claim[] {
  const claims = new Map<number, Claim>();
  const grantedAt = new Date(withdrawal.firstStartedAtMs).toISOString();
  const base = { withdrawalId: withdrawal.withdrawalId, token: restoredToken, grantedAt, baseline: null };
  const first = { ...base, submission: 1, laneKey: null };
  for (const state of withdrawal.states) {
    for (const submission of state.submissions) {
      const { number, intent } = submission;
      const exchangeWithdrawalId = carriesRecord(state, submission)
        ? state.exchangeWithdrawalId
        : (claims.get(number)?.exchangeWithdrawalId ?? null);
      const outcome = outcomeOf(submission, state, exchangeWithdrawalId);
      claims.set(number, { ...base, submission: number, laneKey: intent.laneKey, outcome, exchangeWithdrawalId });
    }
    if (state.submissions.length === 0 && !claims.has(1) && mayHaveBeenGranted(state)) {
      const outcome = neverSent(state) ? 'revoked' : 'unknown';
      claims.set(1, { ...first, outcome, exchangeWithdrawalId: state.exchangeWithdrawalId });
    }
  }
  if (withdrawal.unreadable && claims.size === 0)
    claims.set(1, { ...first, outcome: 'unknown', exchangeWithdrawalId: null });
  return [...claims.values()];
}

/**
 * For a state without a submission. When it is settled, there can only be a claim if a cancel or the deadline revoked
 * the submission, which must stay revoked.
 */
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
  // Another execution may have been granted it since.
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

/** Whether the state's record belongs to this submission: the accepted one has it, else the last one. */
function carriesRecord(state: WithdrawalState, submission: Submission): boolean {
  if (state.exchangeWithdrawalId === null) return false;
  const owner = state.submissions.findLast((one) => one.outcome === 'accepted') ?? state.submissions.at(-1);
  return owner?.number === submission.number;
}
