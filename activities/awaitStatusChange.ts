import { verifiedAccountOf } from './accountOf.ts';
import { activitySignal } from './activitySignal.ts';
import type { AwaitStatusInput, AwaitStatusResult } from './contract.ts';
import type { ActivityDependencies } from './dependencies.ts';
import type { StatusFeed } from './feed/statusFeed.ts';
import { handOver, jitter, waitFailure } from './toFailure.ts';

/**
 * Returns only when the status changed, the record went missing, or the deadline came. Held for about
 * `policy.followHoldMs`; then it fails retryably, as expected, and the next attempt goes on from the same input.
 */
export async function awaitStatusChange(
  dependencies: ActivityDependencies,
  input: AwaitStatusInput,
): Promise<AwaitStatusResult> {
  // Before anything is asked: a deadline must not wait for an exchange that is down.
  if (deadlineLeftMs(dependencies, input) <= 0) return { kind: 'deadline' };
  const { runtime } = await verifiedAccountOf(dependencies, input.account, input.accountIdentity);
  const cancelled = activitySignal();
  // One controller for hold and cancel: ten thousand are held in a process.
  const over = new AbortController();
  const end = (): void => over.abort();
  cancelled.addEventListener('abort', end, { once: true });
  if (cancelled.aborted) end();
  void dependencies
    .sleep(Math.min(jitter(input.policy.followHoldMs), deadlineLeftMs(dependencies, input)), over.signal)
    .then(end, () => {});
  try {
    const waiting = runtime.feed.wait({
      target: {
        exchangeWithdrawalId: input.exchangeWithdrawalId,
        clientWithdrawalId: input.clientWithdrawalId,
        asset: input.asset,
        notBeforeMs: input.notBeforeMs,
      },
      followingSinceMs: input.followingSinceMs,
      expectation: {
        lastSeen: input.lastSeen,
        missing: input.missing,
        confirmMoneyBackMs: input.policy.confirmMoneyBackMs,
        recordMissingMs: input.policy.recordMissingMs,
      },
      signal: over.signal,
    });
    if (input.readNow === true) runtime.feed.nudge(input.exchangeWithdrawalId);
    const answer = await waiting;
    switch (answer.kind) {
      case 'changed':
        await dependencies.crashPoint?.('follow.beforeAnswer');
        return { kind: 'changed', record: answer.record, firstSeenAt: isoTime(answer.firstSeenAtMs) };
      case 'missing':
        return { kind: 'missing', since: isoTime(answer.sinceMs), unreadable: answer.unreadable };
      case 'closing':
        throw handOver(describe(dependencies, runtime.feed, input));
      case 'stopped':
        if (cancelled.aborted) throw handOver(describe(dependencies, runtime.feed, input));
        if (deadlineLeftMs(dependencies, input) <= 0) return { kind: 'deadline' };
        throw waitFailure({
          type: 'Following',
          message: describe(dependencies, runtime.feed, input),
          nextRetryDelayMs: 0,
        });
    }
  } finally {
    cancelled.removeEventListener('abort', end);
    end();
  }
}

function deadlineLeftMs(dependencies: ActivityDependencies, input: AwaitStatusInput): number {
  return input.deadlineAt === null ? Number.POSITIVE_INFINITY : Date.parse(input.deadlineAt) - dependencies.nowMs();
}

/** What a person reads in Temporal's pending activities. */
function describe(dependencies: ActivityDependencies, feed: StatusFeed, input: AwaitStatusInput): string {
  const { observation, trouble } = feed.look(input.exchangeWithdrawalId);
  if (trouble !== null) return `exchange unreachable since ${isoTime(trouble.sinceMs)}: ${trouble.message}`;
  if (observation.unreadable !== null)
    return (
      `the exchange's row of this withdrawal cannot be read since ${isoTime(observation.unreadable.sinceMs)}; ` +
      'it decides nothing'
    );
  if (observation.absence !== null) return `not shown by the exchange since ${isoTime(observation.absence.sinceMs)}`;
  if (observation.record === null || observation.lastShownAtMs === null) return 'waiting for the first read';
  const agoSeconds = Math.max(0, Math.round((dependencies.nowMs() - observation.lastShownAtMs) / 1_000));
  return `${observation.record.status} (${observation.record.exchangeStatus}), last read ${agoSeconds} s ago`;
}

function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}
