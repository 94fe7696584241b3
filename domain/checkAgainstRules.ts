import { addressProblem } from './addressShape.ts';
import { compareAmounts, decimalsOf } from './amount.ts';
import type { AssetRules } from './assetRules.ts';
import type { RequestProblem } from './requestSchema.ts';
import type { WithdrawalRequest } from './withdrawal.ts';

/**
 * Everything in a request that contradicts what the exchange publishes; empty when nothing does.
 * `rules` are those of the request's asset. `assets` are all that the exchange knows, for the error's text.
 */
export function checkAgainstRules(
  request: WithdrawalRequest,
  rules: readonly AssetRules[],
  assets: readonly string[],
): readonly RequestProblem[] {
  if (rules.length === 0) return [{ field: 'asset', expected: `one of ${shortList(assets)}` }];
  const rule = rules.find((candidate) => candidate.network === request.network);
  if (rule === undefined)
    return [{ field: 'network', expected: `for ${request.asset} one of ${shortList(rules.map((r) => r.network))}` }];
  return [
    ...amountProblems(request, rule),
    ...memoProblems(request, rule),
    ...addressProblems(request, rule),
    ...enabledProblems(request, rule),
  ];
}

function amountProblems(request: WithdrawalRequest, rule: AssetRules): RequestProblem[] {
  const problems: RequestProblem[] = [];
  if (rule.minimum !== null && compareAmounts(request.amount, rule.minimum) < 0)
    problems.push({ field: 'amount', expected: `at least ${rule.minimum} ${rule.asset} over ${rule.network}` });
  if (rule.maximum !== null && compareAmounts(request.amount, rule.maximum) > 0)
    problems.push({ field: 'amount', expected: `at most ${rule.maximum} ${rule.asset} over ${rule.network}` });
  if (rule.decimals !== null && decimalsOf(request.amount) > rule.decimals)
    problems.push({
      field: 'amount',
      expected:
        `at most ${rule.decimals} decimals for ${rule.asset} over ${rule.network}; ` +
        'cut it yourself, it is never rounded here',
    });
  return problems;
}

function memoProblems(request: WithdrawalRequest, rule: AssetRules): RequestProblem[] {
  if (rule.memo === 'required' && request.memo === null)
    return [{ field: 'memo', expected: `a memo (tag): ${rule.network} loses deposits without one` }];
  if (rule.memo === 'none' && request.memo !== null)
    return [{ field: 'memo', expected: `none: ${rule.asset} over ${rule.network} takes no memo` }];
  return [];
}

function addressProblems(request: WithdrawalRequest, rule: AssetRules): RequestProblem[] {
  const shape = rule.addressFamily === null ? null : addressProblem(rule.addressFamily, request.address);
  if (shape !== null) return [{ field: 'address', expected: `${shape} (network ${rule.network})` }];
  if (rule.addressPattern !== null && !matchesPattern(rule.addressPattern, request.address))
    return [{ field: 'address', expected: `an address of ${rule.network}, as the exchange's own pattern says` }];
  return [];
}

function enabledProblems(request: WithdrawalRequest, rule: AssetRules): RequestProblem[] {
  if (rule.enabled) return [];
  const suspended = `the exchange has suspended withdrawals of ${request.asset} over ${rule.network}`;
  return [{ field: 'network', expected: `one that is open: ${suspended}` }];
}

/** True also when the exchange's pattern does not compile: the exchange itself still checks the address. */
function matchesPattern(pattern: string, address: string): boolean {
  try {
    return new RegExp(pattern).test(address);
  } catch {
    return true;
  }
}

function shortList(names: readonly string[]): string {
  const unique = [...new Set(names)].sort();
  return unique.length <= 12 ? unique.join(', ') : `${unique.slice(0, 12).join(', ')} and ${unique.length - 12} more`;
}
