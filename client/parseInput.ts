import { requestFields } from '../domain/requestFields.ts';
import { parseRequest, type ParsedRequest, type RequestProblem } from '../domain/requestSchema.ts';
import { nearest } from './nearest.ts';

/** Checks a request from outside. Names every wrong field, and the field that a misspelt one may stand for. */
export function parseInput(input: unknown): ParsedRequest {
  const parsed = parseRequest(input);
  return parsed.ok ? parsed : { ok: false, problems: parsed.problems.map(withSuggestion) };
}

function withSuggestion(problem: RequestProblem): RequestProblem {
  const { field, expected } = problem;
  const known: readonly string[] = requestFields;
  if (known.includes(field)) return problem;
  const [suggestion] = nearest(field, known);
  if (suggestion === undefined) return problem;
  return { field, expected: expected.replace('no such field', `no such field (did you mean ${suggestion}?)`) };
}
