import { ApplicationFailure } from '@temporalio/workflow';

import type { CheckResolutionAnswer } from '../activities/contract.ts';
import type { Resolution, ResolutionKind, WithdrawalState } from '../domain/state.ts';
import { now } from './now.ts';
import { startFollowing } from './phases/startFollowing.ts';
import type { WithdrawalRun } from './withdrawalRun.ts';

type Accepted = Extract<CheckResolutionAnswer, { kind: 'accepted' }>;

type Effect = (run: WithdrawalRun, resolution: Resolution, answer: Accepted) => void;

/**
 * Refuses a decision that can be judged without asking the exchange: wrong phase, missing fields, or another decision
 * that is being checked. Throws ResolutionRefused. A refusal writes no event.
 */
export function refuseResolution(run: WithdrawalRun, resolution: Resolution): void {
  const because = refusalReason(run, resolution);
  if (because !== null) throw refused(because);
}

/**
 * Checks the decision against the exchange and the account, then applies it; no other decision is taken meanwhile.
 * Throws ResolutionRefused when the check fails; only the timeline notes it then.
 */
export async function applyResolution(run: WithdrawalRun, resolution: Resolution): Promise<WithdrawalState> {
  const because = refusalReason(run, resolution);
  if (because !== null) throw refused(because);
  run.resolving = true;
  try {
    const answer = await check(run, resolution);
    const decision = `${resolution.kind} by ${resolution.actor}`;
    if (answer.kind === 'refused') {
      run.change({}, { kind: 'resolution', text: `${decision} refused: ${answer.because}` });
      throw refused(answer.because);
    }
    run.change({}, { kind: 'resolution', text: `${decision}: ${resolution.evidence}` });
    effects[resolution.kind](run, resolution, answer);
    return run.state;
  } finally {
    run.resolving = false;
  }
}

const effects: Readonly<Record<ResolutionKind, Effect>> = {
  adopt: (run, _resolution, answer) => {
    if (answer.record === null) throw new Error('adopting without a record');
    run.lateWatchBecause = 'adopted by a person';
    startFollowing(run, answer.record.exchangeWithdrawalId, answer.record, 'adopted', answer.submission);
  },
  confirmNotSent: (run, { actor }) => {
    run.lateWatchBecause = 'confirmed as not sent by a person';
    const message = `not sent, says ${actor}`;
    run.settle({ by: 'resolution', reason: 'confirmNotSent', message }, 'no', { status: 'FAILED' });
  },
  resubmit: (run) => {
    run.lateWatchBecause = 'resubmitted by a person';
    run.reviewVerdict = null;
    run.change(
      { phase: 'VALIDATING', attention: null, waitingFor: 'the check before another submission' },
      { kind: 'phase', text: 'VALIDATING (resubmit)' },
    );
  },
  abandon: (run, { actor }) => {
    run.lateWatchBecause = 'abandoned by a person';
    const message = `given up without knowing, by ${actor}`;
    run.settle({ by: 'resolution', reason: 'abandon', message }, 'unknown');
  },
  confirmClaimed: (run, { actor, txid }) => {
    const message = `claimed on L1, says ${actor}`;
    const patch = { status: 'L1_COMPLETED', txid: txid ?? null } as const;
    run.settle({ by: 'resolution', reason: 'confirmClaimed', message }, 'yes', patch);
  },
  // Refused before it gets here: only a late watch is acknowledged.
  acknowledge: () => undefined,
};

async function check(run: WithdrawalRun, resolution: Resolution): Promise<CheckResolutionAnswer> {
  const { capabilities } = run;
  if (capabilities === null) return { kind: 'refused', because: 'nothing was validated yet' };
  const { request, submissions } = run.state;
  return await run.money().checkResolution({ resolution, request, candidates: run.lost, submissions, capabilities });
}

function refusalReason(run: WithdrawalRun, resolution: Resolution): string | null {
  const { state } = run;
  if (run.resolving) return 'another decision is being checked; look at its result first';
  if (!isFilled(resolution.actor)) return 'actor: expected who decides';
  if (!isFilled(resolution.evidence)) return 'evidence: expected what was looked at and what it showed';
  switch (resolution.kind) {
    case 'adopt':
      if (!isFilled(resolution.exchangeWithdrawalId))
        return "exchangeWithdrawalId: expected the exchange's id of the record";
      return notInReview(state);
    case 'confirmNotSent':
    case 'abandon':
      return notInReview(state);
    case 'resubmit':
      if (state.cancel !== null) return 'a cancel was asked for; it cannot be submitted again';
      if (state.request.deadlineAt !== null && state.request.deadlineAt <= now())
        return 'its deadline has passed; it cannot be submitted again';
      return notInReview(state);
    case 'confirmClaimed':
      if (!isFilled(resolution.txid)) return 'txid: expected the hash of the claiming transaction';
      return state.attention === 'claimOnL1'
        ? null
        : 'only a withdrawal that waits to be claimed on L1 can be confirmed as claimed';
    case 'acknowledge':
      return 'only a late watch is acknowledged';
    default:
      return `kind: expected one of ${Object.keys(effects).join(', ')}`;
  }
}

function notInReview(state: WithdrawalState): string | null {
  return state.phase === 'NEEDS_REVIEW' ? null : `it is not in review: its phase is ${state.phase}`;
}

function isFilled(text: unknown): boolean {
  return typeof text === 'string' && text.trim() !== '' && text.length <= 4_000;
}

function refused(because: string): ApplicationFailure {
  return ApplicationFailure.create({ type: 'ResolutionRefused', message: because, nonRetryable: true });
}
