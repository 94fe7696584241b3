import { parseRequest, type ParsedRequest, type RequestProblem } from '../domain/requestSchema.ts';
import type { WithdrawalRequest } from '../domain/withdrawal.ts';
import { nearest } from './nearest.ts';

const fields: Readonly<Record<keyof WithdrawalRequest, true>> = {
  withdrawalId: true,
  account: true,
  asset: true,
  network: true,
  address: true,
  memo: true,
  amount: true,
  requestedAt: true,
  deadlineAt: true,
};

/** Checks a request from outside. Names every wrong field, and the field that a misspelt one may stand for. */
export function parseInput(input: unknown): ParsedRequest {
  const parsed = parseRequest(input);
  return parsed.ok ? parsed : { ok: false, problems: parsed.problems.map(withSuggestion) };
}

function withSuggestion(problem: RequestProblem): RequestProblem {
  const { field, expected } = problem;
  if (Object.hasOwn(fields, field)) return problem;
  const [suggestion] = nearest(field, Object.keys(fields));
  if (suggestion === undefined) return problem;
  return { field, expected: expected.replace('no such field', `no such field (did you mean ${suggestion}?)`) };
}
