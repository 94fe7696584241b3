import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';

import type { FollowActivities, MoneyActivities, SubmitInput, SubmitResult } from '../../../activities/contract.ts';
import { createFollowActivities } from '../../../activities/createFollowActivities.ts';
import { createMoneyActivities } from '../../../activities/createMoneyActivities.ts';
import type { AccountRuntime, ActivityDependencies } from '../../../activities/dependencies.ts';
import { createStatusFeed } from '../../../activities/feed/createStatusFeed.ts';
import type { FeedHealthReport } from '../../../activities/feed/feedHealth.ts';
import { createLaneQueue } from '../../../activities/pacing/laneQueue.ts';
import type { Capabilities } from '../../../domain/capabilities.ts';
import { deriveClientWithdrawalId } from '../../../domain/clientWithdrawalId.ts';
import type { Log } from '../../../domain/log.ts';
import { defaultPolicy } from '../../../domain/policy.ts';
import type { SubmitIntent, WithdrawalRequest } from '../../../domain/withdrawal.ts';
import { FakeAccounts } from './fakeAccounts.ts';
import { FakeExchange } from './fakeExchange.ts';
import { VirtualClock } from './virtualClock.ts';

const account = 'fake/treasury';

/** Everything an activity needs, in memory and in virtual time. */
export function createBench(capabilities: Partial<Capabilities> = {}) {
  const clock = new VirtualClock();
  const fake = new FakeExchange(clock, capabilities);
  const accounts = new FakeAccounts(clock);
  const health: FeedHealthReport[] = [];
  const logged: string[] = [];
  const write = (fields: object, message: string): void => void logged.push(`${JSON.stringify(fields)} ${message}`);
  const log: Log = { debug: write, info: write, warn: write, error: write };
  const { exchange } = fake;
  const feed = createStatusFeed({
    exchange,
    account,
    nowMs: clock.now,
    sleep: clock.sleep,
    onHealth: (report) => health.push(report),
    log,
  });
  const turns: string[] = [];
  const heldBack: number[] = [];
  const identity = { verified: 'id-1' as string | null, atExchange: 'id-1' };
  const runtime: AccountRuntime = {
    account,
    exchange,
    get accountIdentity() {
      return identity.verified;
    },
    verifyIdentity: async () => identity.atExchange,
    gate: {
      takeTurn: async (scope, priority) => void turns.push(`${scope} ${priority}`),
      holdBack: (_scope, forMs) => void heldBack.push(forMs),
    },
    submitScope: 'wallet',
    feed,
    laneQueue: createLaneQueue(clock.now),
    assetRules: async () => fake.rules,
    options: {},
  };
  let tokens = 0;
  const crash: { at: (name: string) => void | Promise<void> } = { at: () => {} };
  const dependencies: ActivityDependencies = {
    accounts: new Map([[account, runtime]]),
    client: accounts,
    policy: defaultPolicy,
    workerGroup: 'main',
    worker: 'w1',
    nowMs: clock.now,
    monotonicMs: clock.monotonic,
    randomToken: () => `token-${(tokens += 1)}`,
    sleep: clock.sleep,
    log,
    crashPoint: (name) => crash.at(name),
  };
  return {
    clock,
    fake,
    accounts,
    health,
    logged,
    feed,
    turns,
    heldBack,
    identity,
    runtime,
    crash,
    dependencies,
    activities: { ...createMoneyActivities(dependencies), ...createFollowActivities(dependencies) },
  };
}

export type Bench = ReturnType<typeof createBench>;

export type InfoOverrides = {
  readonly attempt?: number;
  readonly heartbeatDetails?: unknown;
  readonly startToCloseTimeoutMs?: number;
  readonly scheduledTimestampMs?: number;
};

/** An activity's environment; `heartbeats` holds what it noted for the next attempt. */
export function anEnvironment(
  bench: Bench,
  info: InfoOverrides = {},
): { readonly environment: MockActivityEnvironment; readonly heartbeats: unknown[] } {
  const scheduledTimestampMs = info.scheduledTimestampMs ?? bench.clock.now();
  const environment = new MockActivityEnvironment(
    {
      startToCloseTimeoutMs: 45_000,
      scheduledTimestampMs,
      currentAttemptScheduledTimestampMs: scheduledTimestampMs,
      ...info,
    },
    { logger: { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error() {} } },
  );
  const heartbeats: unknown[] = [];
  environment.on('heartbeat', (details) => heartbeats.push(details));
  return { environment, heartbeats };
}

type Activities = MoneyActivities & FollowActivities;

/** One attempt of an activity. */
export function attempt<Name extends keyof Activities>(
  bench: Bench,
  name: Name,
  input: Parameters<Activities[Name]>[0],
  info: InfoOverrides = {},
): ReturnType<Activities[Name]> {
  return runIn(bench, anEnvironment(bench, info).environment, name, input);
}

/** The same in an environment that the test has made itself. */
export function runIn<Name extends keyof Activities>(
  bench: Bench,
  environment: MockActivityEnvironment,
  name: Name,
  input: Parameters<Activities[Name]>[0],
): ReturnType<Activities[Name]> {
  const run = environment.run.bind(environment) as unknown as (
    activity: unknown,
    given: typeof input,
  ) => ReturnType<Activities[Name]>;
  return run(bench.activities[name], input);
}

/** One attempt of `submitWithdrawal`, with all the virtual time that it takes. */
export function submit(
  bench: Bench,
  input: SubmitInput = aSubmit(bench),
  info: InfoOverrides = {},
): Promise<SubmitResult> {
  return bench.clock.run(attempt(bench, 'submitWithdrawal', input, info));
}

/** Runs an attempt that must fail, and answers its failure. */
export async function failureOf(promise: Promise<unknown>): Promise<ApplicationFailure> {
  const outcome = await promise.then(
    (value) => ({ value }),
    (error: unknown) => error,
  );
  if (outcome instanceof ApplicationFailure) return outcome;
  throw new Error(`expected a failure, got ${JSON.stringify(outcome)}`);
}

export function isBenign(failure: ApplicationFailure): boolean {
  return failure.category === ApplicationFailureCategory.BENIGN;
}

export function aRequest(bench: Bench, change: Partial<WithdrawalRequest> = {}): WithdrawalRequest {
  return {
    withdrawalId: 'w-1',
    account,
    asset: 'USDT',
    network: 'Tron',
    address: 'TAddressOfSomebody',
    memo: null,
    amount: '100.50',
    requestedAt: new Date(bench.clock.now()).toISOString(),
    deadlineAt: null,
    ...change,
  };
}

export function anIntent(bench: Bench, change: Partial<SubmitIntent> = {}): SubmitIntent {
  const request = aRequest(bench);
  const withdrawalId = change.withdrawalId ?? request.withdrawalId;
  return {
    withdrawalId,
    submission: 1,
    clientWithdrawalId: deriveClientWithdrawalId(
      bench.fake.capabilities.clientIdFormat,
      withdrawalId,
      change.submission ?? 1,
    ),
    account,
    accountIdentity: 'id-1',
    asset: request.asset,
    network: request.network,
    address: request.address,
    memo: request.memo,
    amount: request.amount,
    laneKey: bench.runtime.exchange.laneKey(request),
    frozen: {},
    ...change,
  };
}

export function aSubmit(bench: Bench, change: Partial<SubmitInput> = {}): SubmitInput {
  return {
    intent: anIntent(bench),
    requestedAt: new Date(bench.clock.now()).toISOString(),
    deadlineAt: null,
    policy: defaultPolicy,
    repeatSubmit: bench.fake.capabilities.repeatSubmit,
    mode: 'send',
    knownObstacle: null,
    ...change,
  };
}
