import type { RequestProblem } from '../domain/requestSchema.ts';

/** Every kind of error that this library throws on purpose; the CLI's exit codes are a table over it. */
export const errorKinds = [
  'invalidRequest',
  'invalidArgument',
  'differentContent',
  'withdrawalNotFound',
  'accountNotFound',
  'resolutionRefused',
  'accountRefused',
  'restoreRefused',
  'abnormalEnd',
  'resultTimeout',
  'noWorker',
  'temporalUnreachable',
  'temporalSetup',
  'clientClosed',
] as const;

export type ErrorKind = (typeof errorKinds)[number];

type Facts = Readonly<Record<string, string | readonly string[] | null | undefined>>;

/** What all errors of this library share: a short sentence, then labelled lines. Messages never hold credentials. */
export abstract class WithdrawalClientError extends Error {
  abstract readonly kind: ErrorKind;
  /** The first line of the message. */
  readonly sentence: string;
  /** The labelled lines, as data. */
  readonly facts: Facts;

  constructor(sentence: string, facts: Facts = {}, options: { cause?: unknown } = {}) {
    super([sentence, ...factLines(facts)].join('\n'), options);
    this.name = new.target.name;
    this.sentence = sentence;
    this.facts = facts;
  }

  toJSON(): { error: ErrorKind; message: string; [fact: string]: unknown } {
    return { ...this.facts, error: this.kind, message: this.sentence };
  }
}

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

  override toJSON(): { error: ErrorKind; message: string; [fact: string]: unknown } {
    return { error: this.kind, message: this.sentence, problems: this.problems };
  }
}

/** An argument of a call other than a request cannot be accepted. Nothing was sent. */
export class InvalidArgumentError extends WithdrawalClientError {
  readonly kind = 'invalidArgument';
  readonly field: string;

  constructor(field: string, expected: string, given: string) {
    super(`${field}: expected ${expected}. Nothing was sent.`, { given: shorten(given) });
    this.field = field;
  }
}

/** The id is taken by a request with other content. Nothing was started, the first one goes on. */
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

/** No withdrawal of that id is known: a wrong id, another namespace, or closed longer ago than the retention. */
export class WithdrawalNotFoundError extends WithdrawalClientError {
  readonly kind = 'withdrawalNotFound';
  readonly withdrawalId: string;

  constructor(withdrawalId: string, namespace: string, near: readonly string[] = []) {
    super(`No withdrawal ${shorten(withdrawalId)} is known in namespace ${namespace}.`, {
      'did you mean': near.length === 0 ? undefined : near,
      reasons: 'a wrong id, another namespace, or it closed longer ago than the namespace keeps',
    });
    this.withdrawalId = withdrawalId;
  }
}

/** No account workflow of that name has ever run here, as far as the namespace remembers. */
export class AccountNotFoundError extends WithdrawalClientError {
  readonly kind = 'accountNotFound';
  readonly account: string;

  constructor(account: string, known: readonly string[]) {
    super(`No account ${shorten(account)} is known.`, {
      known: known.length === 0 ? '(none: has a worker been started?)' : known,
    });
    this.account = account;
  }
}

/** The workflow refused a person's decision. Nothing was recorded. */
export class ResolutionRefusedError extends WithdrawalClientError {
  readonly kind = 'resolutionRefused';
  readonly withdrawalId: string;
  readonly because: string;

  constructor(withdrawalId: string, because: string) {
    super(`Not resolved: ${because}`, { withdrawal: withdrawalId });
    this.withdrawalId = withdrawalId;
    this.because = because;
  }
}

/** The account workflow refused. Nothing changed. */
export class AccountRefusedError extends WithdrawalClientError {
  readonly kind = 'accountRefused';
  readonly account: string;
  readonly because: string;

  constructor(account: string, because: string) {
    super(`Refused: ${because}`, { account });
    this.account = account;
    this.because = because;
  }
}

/** The account was not rebuilt; nothing was started. */
export class RestoreRefusedError extends WithdrawalClientError {
  readonly kind = 'restoreRefused';
  readonly account: string;

  constructor(account: string, because: string, options: { cause?: unknown } = {}) {
    super(`Not restored: ${because}`, { account }, options);
    this.account = account;
  }
}

/** The run was terminated, or failed: it has no result, and whether the money left is unknown. */
export class AbnormalEndError extends WithdrawalClientError {
  readonly kind = 'abnormalEnd';
  readonly withdrawalId: string;
  readonly moneyLeft = 'unknown';

  constructor(withdrawalId: string, runStatus: string) {
    super(
      `The run of ${withdrawalId} ended abnormally (${runStatus}): nobody follows it, and whether the money left is unknown.`,
      {
        'what to do':
          'start it again with the same request: that run looks up what happened and sends nothing by itself',
      },
    );
    this.withdrawalId = withdrawalId;
  }
}

/** Not settled in the time that the caller gave. It goes on; waiting again is safe. */
export class ResultTimeoutError extends WithdrawalClientError {
  readonly kind = 'resultTimeout';
  readonly withdrawalId: string;

  constructor(withdrawalId: string, timeoutSeconds: number) {
    super(`${withdrawalId} has not settled within ${timeoutSeconds} s. It goes on; wait again at any time.`);
    this.withdrawalId = withdrawalId;
  }
}

/** No worker answered in time; whether a request to change something was taken is not known. */
export class NoWorkerError extends WithdrawalClientError {
  readonly kind = 'noWorker';

  constructor(what: string, workflowId: string, options: { cause?: unknown } = {}) {
    super(
      `No worker answered in time: ${what} is not confirmed, but may still have been taken.`,
      {
        workflow: workflowId,
        hint: 'see that a worker runs (`withdrawals doctor`), look at the state, then ask again',
      },
      options,
    );
  }
}

/** The Temporal server cannot be reached, or did not answer in time. */
export class TemporalUnreachableError extends WithdrawalClientError {
  readonly kind = 'temporalUnreachable';

  constructor(facts: { address?: string; namespace?: string; reason: string }, options: { cause?: unknown } = {}) {
    super(
      'The Temporal server cannot be reached.',
      { ...facts, hint: 'set TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE, or a profile in temporal.toml' },
      options,
    );
  }
}

/** The Temporal server is there but not set up for withdrawals: namespace, permission or search attributes. */
export class TemporalSetupError extends WithdrawalClientError {
  readonly kind = 'temporalSetup';

  constructor(sentence: string, reason: string, options: { cause?: unknown } = {}) {
    super(
      sentence,
      { reason, hint: '`withdrawals doctor` tells what is missing; a worker creates search attributes when it starts' },
      options,
    );
  }
}

/** The client was closed while somebody waited on it. The withdrawal itself is not affected. */
export class ClientClosedError extends WithdrawalClientError {
  readonly kind = 'clientClosed';

  constructor() {
    super('The client was closed while waiting. Withdrawals go on without it.');
  }
}

function factLines(facts: Facts): string[] {
  const shown = Object.entries(facts).filter(
    (entry): entry is [string, string | readonly string[]] => entry[1] !== undefined && entry[1] !== null,
  );
  return shown.map(([label, value]) => `  ${label}: ${typeof value === 'string' ? value : value.join(', ')}`);
}

function byField(problems: readonly RequestProblem[]): Facts {
  const facts: Record<string, string> = {};
  for (const { field, expected } of problems)
    facts[field] = facts[field] === undefined ? `expected ${expected}` : `${facts[field]}; and ${expected}`;
  return facts;
}

/** Keeps a pasted novel out of an error message. */
function shorten(value: unknown): string {
  // Callers without types may hand over anything.
  const text = String(value);
  return text.length <= 80 ? text : `${text.slice(0, 60)}… (${text.length} characters)`;
}
