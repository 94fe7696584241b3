import { checkAgainstRules } from '../domain/checkAgainstRules.ts';
import { deriveClientWithdrawalId } from '../domain/clientWithdrawalId.ts';
import type { FailureReason } from '../domain/failure.ts';
import { parseRequest, type RequestProblem, timeProblems } from '../domain/requestSchema.ts';
import type { ValidationReason } from '../domain/state.ts';
import type { WithdrawalRequest } from '../domain/withdrawal.ts';
import { ExchangeError } from '../exchanges/errors.ts';
import type { Exchange } from '../exchanges/exchange.ts';
import { accountOf, verifiedAccountOf } from './accountOf.ts';
import { activitySignal } from './activitySignal.ts';
import type { PrepareAnswer, PrepareInput } from './contract.ts';
import type { AccountRuntime, ActivityDependencies } from './dependencies.ts';

/**
 * Checks the request against configuration and exchange, and fixes all that will be sent. Sends nothing; may
 * be repeated.
 */
export async function prepareWithdrawal(
  dependencies: ActivityDependencies,
  input: PrepareInput,
): Promise<PrepareAnswer> {
  const parsed = parseRequest(input.request);
  if (!parsed.ok) return refused('invalidRequest', parsed.problems);
  const { request } = parsed;
  // Its age is asked in any case: beyond it the account may have forgotten what was sent.
  const untimely = timeProblems(request, dependencies.nowMs(), dependencies.policy.maxRequestAgeMs).filter(
    (problem) => input.recovery !== true || problem.field !== 'deadlineAt',
  );
  if (untimely.length > 0) return refused(timeReason(dependencies, request), untimely);
  const known = accountOf(dependencies, request.account);
  await dependencies.crashPoint?.('validate.beforeCheck');
  const problems = known.exchange.checkRequest(request);
  if (problems.length > 0) return refused('invalidRequest', problems);

  const { runtime, accountIdentity } = await verifiedAccountOf(dependencies, request.account, input.accountIdentity);
  const againstRules = input.recovery === true ? [] : await rulesProblems(runtime, request);
  if (againstRules.length > 0) return refused('invalidRequest', againstRules);
  const { exchange } = runtime;
  const clientWithdrawalId = deriveClientWithdrawalId(
    exchange.capabilities.clientIdFormat,
    request.withdrawalId,
    input.submission,
  );
  await dependencies.crashPoint?.('validate.beforeFreeze');
  const frozen = await freeze(exchange, request, clientWithdrawalId);
  await dependencies.crashPoint?.('validate.afterFreeze');
  if (frozen.kind === 'refused') return refused('invalidRequest', [frozen.problem]);
  return {
    kind: 'ready',
    intent: {
      withdrawalId: request.withdrawalId,
      submission: input.submission,
      clientWithdrawalId,
      account: request.account,
      accountIdentity,
      asset: request.asset,
      network: request.network,
      address: request.address,
      memo: request.memo,
      amount: request.amount,
      laneKey: exchange.laneKey(request),
      frozen: frozen.fields,
    },
    capabilities: exchange.capabilities,
    policy: dependencies.policy,
  };
}

type Frozen =
  | { readonly kind: 'frozen'; readonly fields: Readonly<Record<string, string>> }
  | { readonly kind: 'refused'; readonly problem: RequestProblem };

/** Refusals that waiting cannot change: nothing was sent, and nothing will be. */
const refusedFields: Partial<Readonly<Record<FailureReason, keyof WithdrawalRequest>>> = {
  amountRefused: 'amount',
  parameterRefused: 'network',
  addressNotAllowed: 'address',
};

async function freeze(
  exchange: Exchange,
  request: WithdrawalRequest,
  clientWithdrawalId: string | null,
): Promise<Frozen> {
  try {
    return {
      kind: 'frozen',
      fields: await exchange.freeze(request, clientWithdrawalId, { priority: 'validate', signal: activitySignal() }),
    };
  } catch (error) {
    const field = error instanceof ExchangeError ? refusedFields[error.reason] : undefined;
    if (field === undefined) throw error;
    return {
      kind: 'refused',
      problem: { field, expected: `what the exchange takes (${error instanceof Error ? error.message : ''})` },
    };
  }
}

async function rulesProblems(runtime: AccountRuntime, request: WithdrawalRequest): Promise<readonly RequestProblem[]> {
  const rules = await runtime.assetRules();
  if (rules === null) return [];
  const ofAsset = rules.filter((rule) => rule.asset === request.asset);
  return checkAgainstRules(
    request,
    ofAsset,
    rules.map((rule) => rule.asset),
  );
}

function timeReason(dependencies: ActivityDependencies, request: WithdrawalRequest): ValidationReason {
  const nowMs = dependencies.nowMs();
  if (Date.parse(request.requestedAt) < nowMs - dependencies.policy.maxRequestAgeMs) return 'requestTooOld';
  return request.deadlineAt !== null && Date.parse(request.deadlineAt) <= nowMs ? 'deadlinePassed' : 'invalidRequest';
}

function refused(reason: ValidationReason, problems: readonly RequestProblem[]): PrepareAnswer {
  return {
    kind: 'refused',
    reason,
    message: problems.map((problem) => `${problem.field}: expected ${problem.expected}`).join('; '),
  };
}
