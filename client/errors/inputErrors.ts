import type { RequestProblem } from '../../domain/requestSchema.ts';
import { shorten } from './shorten.ts';
import { WithdrawalClientError, type ErrorFacts, type ErrorJson } from './withdrawalClientError.ts';

/** The request cannot be accepted; every wrong field is named. Nothing was started. */
export class InvalidRequestError extends WithdrawalClientError {
  readonly kind = 'invalidRequest';
  readonly problems: readonly RequestProblem[];

  constructor(problems: readonly RequestProblem[]) {
    const [first] = problems;
    const sentence =
      problems.length === 1 && first !== undefined
        ? `${first.field}: expected ${first.expected}`
        : `${problems.length} fields of the request cannot be accepted`;
    super(`${sentence}. Nothing was started.`, problems.length === 1 ? {} : byField(problems));
    this.problems = problems;
  }

  override toJSON(): ErrorJson {
    return { error: this.kind, message: this.sentence, problems: this.problems };
  }
}

/** What a call does. That nothing was sent goes without saying where it only reads. */
export type Effect = 'reads' | 'changes';

/** An argument of a call, other than a request, cannot be accepted. Nothing was sent. */
export class InvalidArgumentError extends WithdrawalClientError {
  readonly kind = 'invalidArgument';
  readonly field: string;

  constructor(
    field: string,
    expected: string,
    given: unknown,
    { effect = 'changes', suggestion }: { effect?: Effect; suggestion?: string | undefined } = {},
  ) {
    const nothingSent = effect === 'reads' ? '' : ' Nothing was sent.';
    super(`${field}: expected ${expected}.${nothingSent}`, { given: shorten(given), 'did you mean': suggestion });
    this.field = field;
  }
}

/** The id was used before for a request with other content. Nothing was started, and the first request goes on. */
export class DifferentContentError extends WithdrawalClientError {
  readonly kind = 'differentContent';
  readonly withdrawalId: string;
  readonly field: string;

  constructor(input: { withdrawalId: string; field: string; existing: string | null; given: string | null }) {
    super(`${input.withdrawalId} was started before with another ${input.field}. Nothing was started.`, {
      field: input.field,
      existing: input.existing ?? '(none)',
      given: input.given ?? '(none)',
      hint: 'repeat a request unchanged, requestedAt included, or take a new withdrawalId for a new withdrawal',
    });
    this.withdrawalId = input.withdrawalId;
    this.field = input.field;
  }
}

function byField(problems: readonly RequestProblem[]): ErrorFacts {
  const facts: Record<string, string> = {};
  for (const { field, expected } of problems)
    facts[field] = facts[field] === undefined ? `expected ${expected}` : `${facts[field]}; and ${expected}`;
  return facts;
}
