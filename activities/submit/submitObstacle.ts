import type { GrantRefusal } from '../../domain/accountState.ts';
import type { SubmitObstacle, SubmitResult } from '../contract.ts';
import { waitFailure } from '../toFailure.ts';
import type { SubmitAttempt } from './submitAttempt.ts';

export type ObstacleCause = GrantRefusal | 'accountMissing';

type Wait = {
  readonly obstacle: SubmitObstacle | null;
  readonly delayMs: readonly [number, number] | 'byTurn';
  readonly message: (attempt: SubmitAttempt) => string;
};

const waits: Readonly<Record<ObstacleCause, Wait>> = {
  accountMissing: {
    obstacle: 'accountMissing',
    delayMs: [5_000, 15_000],
    message: ({ input }) =>
      `waiting for the account workflow of ${input.intent.account}, which does not run: nothing may be sent without it`,
  },
  accountPaused: {
    obstacle: 'accountPaused',
    delayMs: [5_000, 15_000],
    message: ({ input }) => `waiting for ${input.intent.account} to be resumed: it is paused`,
  },
  laneBusy: {
    obstacle: 'laneBlocked',
    delayMs: 'byTurn',
    message: () => "waiting for an earlier withdrawal that would look the same in the exchange's history",
  },
  claimsFull: {
    obstacle: null,
    delayMs: [1_000, 5_000],
    message: ({ input }) => `waiting for a free place: ${input.intent.account} has as many open submits as it may`,
  },
  handedBack: {
    obstacle: null,
    delayMs: [500, 2_000],
    message: () => 'its grant was handed back, nothing was sent; asking anew',
  },
};

/**
 * Nothing was sent, because of this. Answers only when the workflow does not know it yet and it is worth telling;
 * otherwise throws a failure that waits and tries again, so that history does not grow while it lasts.
 */
export function waitForObstacle(attempt: SubmitAttempt, cause: ObstacleCause): SubmitResult {
  const wait = waits[cause];
  const message = wait.message(attempt);
  const { knownObstacle } = attempt.input;
  const told = isWorthTelling(attempt, cause) ? wait.obstacle : null;
  const isKnown = wait.obstacle === knownObstacle;
  // Also told when what the workflow knows of is gone and something of no note took its place.
  if (!isKnown && told !== knownObstacle) return { kind: 'waiting', obstacle: told, message };
  throw waitFailure({
    type: cause,
    message,
    nextRetryDelayMs:
      wait.delayMs === 'byTurn'
        ? untilTurnMs(attempt)
        : wait.delayMs[0] + Math.random() * (wait.delayMs[1] - wait.delayMs[0]),
  });
}

/** Who waits longest tries most often: with chance alone a few of many would wait for ever. */
function untilTurnMs({ runtime, input }: SubmitAttempt): number {
  const { withdrawalId, laneKey } = input.intent;
  return runtime.laneQueue.delayUntilNextTry({
    laneKey: laneKey ?? '',
    withdrawalId,
    waitingSinceMs: Date.parse(input.requestedAt),
  });
}

/** A busy lane is daily business until it lasts; counted from when this activity was scheduled. */
function isWorthTelling(attempt: SubmitAttempt, cause: ObstacleCause): boolean {
  if (cause !== 'laneBusy') return true;
  return attempt.dependencies.nowMs() - attempt.info.scheduledTimestampMs >= attempt.input.policy.laneBlockedMs;
}
