import type {
  FindLostInput,
  FindLostResult,
  LostSubmission,
  SubmitInput,
  SubmitResult,
} from '../../../activities/contract.ts';
import { createFollowActivities } from '../../../activities/createFollowActivities.ts';
import { createMoneyActivities } from '../../../activities/createMoneyActivities.ts';
import type { AccountRuntime, ActivityDependencies } from '../../../activities/dependencies.ts';
import { createStatusFeed } from '../../../activities/feed/createStatusFeed.ts';
import { defaultPolicy } from '../../../domain/policy.ts';
import type { SubmitIntent, WithdrawalRequest } from '../../../domain/withdrawal.ts';
import { createExchange } from '../../../exchanges/createExchange.ts';
import { exchanges, type AnyExchangeDefinition } from '../../../exchanges/registry.ts';
import { anEnvironment, type Bench, createBench, runIn } from '../../activities/support/bench.ts';
import { type Fate, type Manner, ModelExchange, type ModelRow } from './modelExchange.ts';

export type ModelWithdrawal = {
  readonly startsAfterMs: number;
  readonly address: string;
  readonly memo: string | null;
  readonly network: string;
  readonly amount: string;
  readonly fate: Fate;
};
export type Stranger = Omit<ModelRow, 'id' | 'owner' | 'bookedAtMs' | 'visibleAtMs' | 'feeAtMs'> & {
  readonly bookedAfterMs: number;
  readonly lagMs: number;
};
export type ModelPlan = {
  readonly adapter: 'bitunix' | 'btse';
  readonly manner: Manner;
  readonly ours: readonly ModelWithdrawal[];
  readonly strangers: readonly Stranger[];
};

/** How one withdrawal of the model came out. */
export type ModelEnd = {
  readonly withdrawalId: string;
  readonly kind: 'accepted' | 'found' | 'rejected' | 'suspicious' | 'review' | 'waiting';
  readonly exchangeWithdrawalId: string | null;
};

const account = 'fake/treasury';
/** How long a withdrawal waits for its turn. */
const waitsMs = 180_000;
/** How long a lost one is looked for: by then everything that ever will show up has shown up, with its fee. */
const looksMs = 240_000;
const windowMs = 20_000;

/**
 * Plays withdrawals of ours against an exchange in memory through the real activities, the real rules of the
 * account and the real adapter, in virtual time. Answers how each came out and what the ledger holds.
 */
export async function playModel(
  plan: ModelPlan,
): Promise<{ readonly ends: readonly ModelEnd[]; readonly ledger: readonly ModelRow[] }> {
  const base = createBench();
  const { clock } = base;
  const names = plan.ours.map((_, index) => `w-${index}`);
  const model = new ModelExchange(
    clock,
    plan.manner,
    new Map(plan.ours.map(({ fate }, index) => [names[index] ?? '', fate])),
  );
  const beganMs = clock.now();
  for (const { bookedAfterMs, lagMs, ...row } of plan.strangers) {
    const atMs = beganMs + bookedAfterMs;
    model.book({
      ...row,
      owner: null,
      bookedAtMs: atMs + plan.manner.clockOffsetMs,
      visibleAtMs: atMs + lagMs,
      feeAtMs: atMs + lagMs,
    });
  }
  const { runtime, bench } = withAdapter(base, plan, model);
  const ends = await clock.run(
    Promise.all(
      plan.ours.map((withdrawal, index) => play(bench, runtime, withdrawal, names[index] ?? '', beganMs + waitsMs)),
    ),
  );
  return { ends, ledger: model.ledger };
}

function withAdapter(
  base: Bench,
  { adapter, manner }: ModelPlan,
  model: ModelExchange,
): { runtime: AccountRuntime; bench: Bench } {
  const { clock } = base;
  const options =
    adapter === 'bitunix'
      ? {}
      : {
          feeIncluded: !manner.feeOnTop,
          historyShowsNetwork: manner.showsNetwork,
          shownNetworks: { Tron: 'Tron', Ethereum: 'Ethereum' },
        };
  const real = createExchange(exchanges[adapter] as AnyExchangeDefinition, {
    baseUrl: 'http://model',
    credentials: { apiKey: 'key', apiSecret: 'secret' },
    options,
    exchangeAccountId: '4711',
    http: model,
    nowMs: clock.now,
  });
  const exchange = {
    ...real,
    submit(intent: SubmitIntent) {
      model.submitting = intent.withdrawalId;
      return real.submit(intent);
    },
  };
  const feed = createStatusFeed({
    exchange,
    account,
    nowMs: clock.now,
    sleep: clock.sleep,
    onHealth: () => {},
    log: base.dependencies.log,
  });
  const runtime: AccountRuntime = {
    account,
    exchange,
    accountIdentity: 'id-1',
    verifyIdentity: async () => 'id-1',
    gate: base.runtime.gate,
    submitScope: 'withdraw',
    feed,
    laneQueue: base.runtime.laneQueue,
    assetRules: async () => null,
    options: {},
  };
  const dependencies: ActivityDependencies = { ...base.dependencies, accounts: new Map([[account, runtime]]) };
  return {
    runtime,
    bench: {
      ...base,
      runtime,
      dependencies,
      activities: { ...createMoneyActivities(dependencies), ...createFollowActivities(dependencies) },
    },
  };
}

/** As the workflow does it: submits; looks for what was lost, often at first, then as in review, until the end. */
async function play(
  bench: Bench,
  runtime: AccountRuntime,
  withdrawal: ModelWithdrawal,
  withdrawalId: string,
  endsMs: number,
): Promise<ModelEnd> {
  await bench.clock.sleep(withdrawal.startsAfterMs);
  const { address, memo, network, amount } = withdrawal;
  const requestedAt = new Date(bench.clock.now()).toISOString();
  const request: WithdrawalRequest = {
    withdrawalId,
    account,
    asset: 'USDT',
    network,
    address,
    memo,
    amount,
    requestedAt,
    deadlineAt: null,
  };
  const { requestedAt: _requestedAt, deadlineAt: _deadlineAt, ...asked } = request;
  const intent: SubmitIntent = {
    ...asked,
    submission: 1,
    clientWithdrawalId: null,
    accountIdentity: 'id-1',
    laneKey: runtime.exchange.laneKey(request),
    frozen: await runtime.exchange.freeze(request, null, { priority: 'validate' }),
  };
  const sent = await submit(
    bench,
    {
      intent,
      requestedAt,
      deadlineAt: null,
      policy: defaultPolicy,
      repeatSubmit: 'never',
      mode: 'send',
      knownObstacle: null,
    },
    endsMs,
  );
  switch (sent?.kind) {
    case undefined:
    case 'waiting':
      return { withdrawalId, kind: 'waiting', exchangeWithdrawalId: null };
    case 'accepted':
      return { withdrawalId, kind: 'accepted', exchangeWithdrawalId: sent.exchangeWithdrawalId };
    case 'rejected':
    case 'suspicious':
      return { withdrawalId, kind: sent.kind, exchangeWithdrawalId: null };
    case 'unknown':
      return lookFor(
        bench,
        { intent, baseline: sent.baseline, lastPossibleSendMs: sent.lastPossibleSendMs },
        requestedAt,
        bench.clock.now() + looksMs,
      );
    case 'found':
    case 'revoked':
    case 'neverGranted':
      throw new Error(`nothing in the model leads to ${sent.kind}`);
  }
}

async function lookFor(
  bench: Bench,
  candidate: LostSubmission,
  requestedAt: string,
  endsMs: number,
): Promise<ModelEnd> {
  const { withdrawalId } = candidate.intent;
  let verdict: FindLostInput['knownVerdict'] = null;
  while (bench.clock.now() < endsMs) {
    const input: FindLostInput = {
      candidates: [candidate],
      requestedAt,
      windowMs: verdict === null ? windowMs : null,
      intervalMs: verdict === null ? 5_000 : 30_000,
      knownVerdict: verdict,
    };
    const result: FindLostResult | null = await untilAnswered(bench, 'findLostSubmission', input, 120_000, endsMs);
    if (result?.kind === 'found')
      return { withdrawalId, kind: 'found', exchangeWithdrawalId: result.record.exchangeWithdrawalId };
    verdict = result?.kind ?? verdict;
  }
  return { withdrawalId, kind: 'review', exchangeWithdrawalId: null };
}

async function submit(bench: Bench, input: SubmitInput, endsMs: number): Promise<SubmitResult | null> {
  let knownObstacle: SubmitInput['knownObstacle'] = null;
  for (;;) {
    const result: SubmitResult | null = await untilAnswered(
      bench,
      'submitWithdrawal',
      { ...input, knownObstacle },
      45_000,
      endsMs,
    );
    if (result?.kind !== 'waiting') return result;
    knownObstacle = result.obstacle;
  }
}

type Answers = { submitWithdrawal: SubmitResult; findLostSubmission: FindLostResult };

/** Repeats the attempt, as Temporal does. Null if the time is over before there is an answer. */
async function untilAnswered<Name extends keyof Answers>(
  bench: Bench,
  name: Name,
  input: SubmitInput | FindLostInput,
  startToCloseTimeoutMs: number,
  endsMs: number,
): Promise<Answers[Name] | null> {
  let heartbeatDetails: unknown;
  for (let attempt = 1; bench.clock.now() < endsMs; attempt += 1) {
    const { environment, heartbeats } = anEnvironment(bench, { attempt, heartbeatDetails, startToCloseTimeoutMs });
    const outcome = await (runIn(bench, environment, name, input as never) as unknown as Promise<Answers[Name]>).then(
      (value) => ({ value }),
      (error: { nextRetryDelay?: number }) => ({ error }),
    );
    if ('value' in outcome) return outcome.value;
    heartbeatDetails = heartbeats.at(-1) ?? heartbeatDetails;
    await bench.clock.sleep(outcome.error.nextRetryDelay ?? 1_000);
  }
  return null;
}
