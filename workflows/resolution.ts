import { ApplicationFailure } from '@temporalio/workflow';

import type { CheckResolutionAnswer } from '../activities/contract.ts';
import type { Resolution, ResolutionKind, WithdrawalState } from '../domain/state.ts';
import { startFollowing } from './phases/startFollowing.ts';
import { now, type WithdrawalRun } from './withdrawalRun.ts';

type Accepted = Extract<CheckResolutionAnswer, { kind: 'accepted' }>;

/**
 * Refuses what can be judged without looking: wrong phase, wrong shape, somebody else at it. A refusal leaves
 * no trace.
 */
export function refuseResolution(run: WithdrawalRun, resolution: Resolution): void {
  const because = whyNot(run, resolution);
  if (because !== null) throw refused(because);
}

/**
 * Locks, holds the decision against exchange and account, then applies it. Throws ResolutionRefused and
 * changes nothing otherwise.
 */
export async function applyResolution(run: WithdrawalRun, resolution: Resolution): Promise<WithdrawalState> {
  const because = whyNot(run, resolution);
  if (because !== null) throw refused(because);
  run.resolving = true;
  try {
    const answer = await check(run, resolution);
    if (answer.kind === 'refused') {
      run.change(
        {},
        { kind: 'resolution', text: `${resolution.kind} by ${resolution.actor} refused: ${answer.because}` },
      );
      throw refused(answer.because);
    }
    run.change({}, { kind: 'resolution', text: `${resolution.kind} by ${resolution.actor}: ${resolution.evidence}` });
    effects[resolution.kind](run, resolution, answer);
    return run.state;
  } finally {
    run.resolving = false;
  }
}

const effects: Readonly<
  Record<ResolutionKind, (run: WithdrawalRun, resolution: Resolution, answer: Accepted) => void>
> = {
  adopt: (run, _resolution, answer) => {
    if (answer.record === null) throw new Error('adopting without a record');
    run.lateWatchBecause = 'adopted by a person';
    startFollowing(run, answer.record.exchangeWithdrawalId, answer.record, 'adopted', answer.submission);
  },
  confirmNotSent: (run, resolution) => {
    run.lateWatchBecause = 'confirmed as not sent by a person';
    run.settle({ by: 'resolution', reason: 'confirmNotSent', message: `not sent, says ${resolution.actor}` }, 'no', {
      status: 'FAILED',
    });
  },
  resubmit: (run) => {
    run.lateWatchBecause = 'resubmitted by a person';
    run.reviewVerdict = null;
    run.change(
      { phase: 'VALIDATING', attention: null, waitingFor: 'the check before another submission' },
      { kind: 'phase', text: 'VALIDATING (resubmit)' },
    );
  },
  abandon: (run, resolution) => {
    run.lateWatchBecause = 'abandoned by a person';
    run.settle(
      { by: 'resolution', reason: 'abandon', message: `given up without knowing, by ${resolution.actor}` },
      'unknown',
    );
  },
  confirmClaimed: (run, resolution) => {
    run.settle(
      { by: 'resolution', reason: 'confirmClaimed', message: `claimed on L1, says ${resolution.actor}` },
      'yes',
      { status: 'L1_COMPLETED', txid: resolution.txid ?? null },
    );
  },
  acknowledge: () => undefined,
};

async function check(run: WithdrawalRun, resolution: Resolution): Promise<CheckResolutionAnswer> {
  const { capabilities } = run;
  if (capabilities === null) return { kind: 'refused', because: 'nothing was validated yet' };
  const { request, submissions } = run.state;
  return await run.money().checkResolution({ resolution, request, candidates: run.lost, submissions, capabilities });
}

function whyNot(run: WithdrawalRun, resolution: Resolution): string | null {
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
