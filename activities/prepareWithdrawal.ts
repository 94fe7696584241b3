import { checkAgainstRules } from '../domain/checkAgainstRules.ts';
import { deriveClientWithdrawalId } from '../domain/clientWithdrawalId.ts';
import { parseRequest, type RequestProblem, timeProblems } from '../domain/requestSchema.ts';
import type { ValidationReason } from '../domain/state.ts';
import type { WithdrawalRequest } from '../domain/withdrawal.ts';
import { accountOf, verifiedAccountOf } from './accountOf.ts';
import { activitySignal } from './activitySignal.ts';
import type { PrepareAnswer, PrepareInput } from './contract.ts';
import type { AccountRuntime, ActivityDependencies } from './dependencies.ts';

/** Checks the request against configuration and exchange, and fixes all that will be sent. Sends nothing; may be repeated. */
export async function prepareWithdrawal(dependencies: ActivityDependencies, input: PrepareInput): Promise<PrepareAnswer> {
  const parsed = parseRequest(input.request);
  if (!parsed.ok) return refused('invalidRequest', parsed.problems);
  const { request } = parsed;
  const untimely = timeProblems(request, dependencies.nowMs(), dependencies.policy.maxRequestAgeMs);
  if (untimely.length > 0) return refused(timeReason(dependencies, request), untimely);
  const known = accountOf(dependencies, request.account);
  const problems = known.exchange.checkRequest(request);
  if (problems.length > 0) return refused('invalidRequest', problems);

  const { runtime, accountIdentity } = await verifiedAccountOf(dependencies, request.account, input.accountIdentity);
  const againstRules = await rulesProblems(runtime, request);
  if (againstRules.length > 0) return refused('invalidRequest', againstRules);
  const { exchange } = runtime;
  const clientWithdrawalId = deriveClientWithdrawalId(exchange.capabilities.clientIdFormat, request.withdrawalId, input.submission);
  const frozen = await exchange.freeze(request, clientWithdrawalId, { priority: 'validate', signal: activitySignal() });
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
      frozen,
    },
    capabilities: exchange.capabilities,
    policy: dependencies.policy,
  };
}

async function rulesProblems(runtime: AccountRuntime, request: WithdrawalRequest): Promise<readonly RequestProblem[]> {
  const rules = await runtime.assetRules();
  if (rules === null) return [];
  const ofAsset = rules.filter((rule) => rule.asset === request.asset);
  return checkAgainstRules(request, ofAsset, rules.map((rule) => rule.asset));
}

function timeReason(dependencies: ActivityDependencies, request: WithdrawalRequest): ValidationReason {
  const nowMs = dependencies.nowMs();
  if (Date.parse(request.requestedAt) < nowMs - dependencies.policy.maxRequestAgeMs) return 'requestTooOld';
  return request.deadlineAt !== null && Date.parse(request.deadlineAt) <= nowMs ? 'deadlinePassed' : 'invalidRequest';
}

function refused(reason: ValidationReason, problems: readonly RequestProblem[]): PrepareAnswer {
  return { kind: 'refused', reason, message: problems.map((problem) => `${problem.field}: expected ${problem.expected}`).join('; ') };
}
