import { Context } from '@temporalio/activity';

import { verifiedAccountOf } from './accountOf.ts';
import { activitySignal } from './activitySignal.ts';
import type { FindLostInput, FindLostResult } from './contract.ts';
import type { AccountRuntime, ActivityDependencies } from './dependencies.ts';
import { type Coverage, covered, parseCoverage } from './reconcile/coverage.ts';
import { type LostLook, lookForLost, type Match, mayBeLaneHolders } from './reconcile/lostMatch.ts';
import { handOver, isAbort, jitter, retryFailure, waitFailure } from './toFailure.ts';

/**
 * Held at most this part of the attempt's time-out, and at most ten minutes: what is left is for the read
 * under way.
 */
const holdShare = 0.65;
const longestHoldMs = 600_000;

/**
 * Looks for a lost submission with fresh reads, never the feed's. Adopts only a single match that nobody else claims;
 * says `none` only when complete reads have covered the whole window. Coverage is kept across attempts.
 */
export async function findLostSubmission(
  dependencies: ActivityDependencies,
  input: FindLostInput,
): Promise<FindLostResult> {
  const first = input.candidates[0];
  if (first === undefined)
    throw retryFailure({ type: 'NothingToFind', message: 'no submission was given to look for' });
  const { runtime } = await verifiedAccountOf(dependencies, first.intent.account, first.intent.accountIdentity);
  const context = Context.current();
  const search: Search = {
    dependencies,
    runtime,
    input,
    context,
    signal: AbortSignal.any([activitySignal(), runtime.feed.closing]),
    coverage: parseCoverage(context.info.heartbeatDetails),
  };
  // Between two looks too: a cancel arrives only with a heartbeat, and a decided review must not be looked
  // for any more.
  const pulse = setInterval(() => context.heartbeat(search.coverage), pulseMs);
  try {
    return await lookUntilDecided(search);
  } finally {
    clearInterval(pulse);
  }
}

/** Well within the workflow's heartbeat time-out. */
const pulseMs = 5_000;

type Search = {
  readonly dependencies: ActivityDependencies;
  readonly runtime: AccountRuntime;
  readonly input: FindLostInput;
  readonly context: Context;
  readonly signal: AbortSignal;
  coverage: Coverage;
};

async function lookUntilDecided(search: Search): Promise<FindLostResult> {
  const { dependencies, runtime, input, context, signal } = search;
  const lastPossibleSendMs = Math.max(...input.candidates.map((candidate) => candidate.lastPossibleSendMs));
  const endsMs = dependencies.monotonicMs() + Math.min(longestHoldMs, context.info.startToCloseTimeoutMs * holdShare);
  for (;;) {
    if (signal.aborted) throw handOver(describe(search.coverage, input));
    const beganMs = dependencies.nowMs();
    await dependencies.crashPoint?.('findLost.beforeRead');
    const look = await lookForLost(dependencies, runtime, {
      candidates: input.candidates,
      requestedAt: input.requestedAt,
      context: { priority: 'lookup', signal },
    });
    await dependencies.crashPoint?.('findLost.afterRead');
    if (signal.aborted) throw handOver(describe(search.coverage, input));
    const verdict = await judge(dependencies, runtime, input, look);
    if (verdict !== null) return verdict;
    if (look.kind === 'complete' && look.matches.length === 0)
      search.coverage = covered(search.coverage, { beganMs, lastPossibleSendMs, intervalMs: input.intervalMs });
    context.heartbeat(search.coverage);
    if (input.windowMs !== null && search.coverage.coveredMs >= input.windowMs)
      return { kind: 'none', coveredMs: search.coverage.coveredMs };
    const message = look.kind === 'incomplete' ? `${look.why}; looking again` : describe(search.coverage, input);
    const pauseMs = jitter(input.intervalMs);
    if (dependencies.monotonicMs() + pauseMs > endsMs)
      throw waitFailure({ type: 'LookingForLost', message, nextRetryDelayMs: pauseMs });
    await dependencies.sleep(pauseMs, signal).catch((error: unknown) => {
      if (!isAbort(error)) throw error;
    });
  }
}

/** What a complete look decides, or null to look again. */
async function judge(
  dependencies: ActivityDependencies,
  runtime: AccountRuntime,
  input: FindLostInput,
  look: LostLook,
): Promise<FindLostResult | null> {
  if (look.kind === 'incomplete') return null;
  const [only, ...others] = look.matches;
  if (only === undefined) return null;
  // Never picks among several.
  if (others.length > 0)
    return input.knownVerdict === 'several'
      ? null
      : { kind: 'several', exchangeWithdrawalIds: look.matches.map((match) => match.record.exchangeWithdrawalId) };
  // One that was held back, or whose lane was taken over, looks on beside others that send.
  if (await mayBeLaneHolders(dependencies, runtime, only)) return null;
  const answer = await adopt(dependencies, runtime, input, only);
  if (answer === 'adopted') return { kind: 'found', submission: only.submission, record: only.record };
  // Of a run that is over this is said to nobody; of one that was brought back, or whose lane was taken over,
  // it is a person's to decide.
  return answer === 'forAPerson' && input.knownVerdict !== 'several'
    ? { kind: 'several', exchangeWithdrawalIds: [only.record.exchangeWithdrawalId] }
    : null;
}

/** `another`: another withdrawal took it meanwhile; the next look leaves it out. May be repeated. */
async function adopt(
  dependencies: ActivityDependencies,
  runtime: AccountRuntime,
  input: FindLostInput,
  match: Match,
): Promise<'adopted' | 'another' | 'forAPerson'> {
  const withdrawalId = input.candidates[0]?.intent.withdrawalId ?? '';
  await dependencies.crashPoint?.('findLost.beforeAdopt');
  const answer = await dependencies.client.adopt(runtime.account, {
    withdrawalId,
    submission: match.submission,
    exchangeWithdrawalId: match.record.exchangeWithdrawalId,
  });
  await dependencies.crashPoint?.('findLost.afterAdopt');
  switch (answer.kind) {
    case 'settledWithout':
    case 'contested':
      return 'forAPerson';
    case 'claimedBy':
      return answer.withdrawalId === withdrawalId ? 'adopted' : 'another';
    case 'adopted':
      return 'adopted';
  }
}

function describe(coverage: Coverage, input: FindLostInput): string {
  const seconds = Math.floor(coverage.coveredMs / 1_000);
  return input.windowMs === null
    ? 'not found so far; looking on'
    : `not found so far: ${seconds} s of ${Math.floor(input.windowMs / 1_000)} s covered by complete reads`;
}
