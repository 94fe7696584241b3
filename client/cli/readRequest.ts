import { parse } from 'lossless-json';

import type { RequestProblem } from '../../domain/requestSchema.ts';
import { InvalidArgumentError, InvalidRequestError } from '../errors.ts';
import { parseInput } from '../parseInput.ts';
import type { WithdrawalRequestInput } from '../startWithdrawal.ts';
import type { CliIo } from './cliIo.ts';

export type StartOptions = {
  readonly file?: string;
  readonly id?: string;
  readonly account?: string;
  readonly asset?: string;
  readonly network?: string;
  readonly address?: string;
  readonly memo?: string;
  readonly amount?: string;
  readonly requestedAt?: string;
  readonly deadlineAt?: string;
};

const fieldNames = ['account', 'asset', 'network', 'amount', 'memo', 'requestedAt', 'deadlineAt'] as const;

/** The option that gives a field. */
const optionOf: Readonly<Record<string, string>> = {
  withdrawalId: '--id',
  account: '--account',
  asset: '--asset',
  network: '--network',
  address: '--to',
  memo: '--memo',
  amount: '--amount',
  requestedAt: '--requested-at',
  deadlineAt: '--deadline-at',
};

/**
 * The request from options or from a file. `requestedAt: now` becomes the current time. Throws InvalidRequestError,
 * which names everything that is missing or wrong at first sight.
 */
export async function readRequest(
  options: StartOptions,
  address: string | undefined,
  io: CliIo,
): Promise<WithdrawalRequestInput> {
  const named = {
    withdrawalId: options.id,
    address,
    ...Object.fromEntries(fieldNames.map((name) => [name, options[name]])),
  };
  const given = Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined));
  const fields = options.file === undefined ? given : await readFields(options.file, given, io);
  if (fields['requestedAt'] === 'now') fields['requestedAt'] = new Date(io.now()).toISOString();
  const parsed = parseInput(fields);
  if (!parsed.ok)
    throw new InvalidRequestError(parsed.problems.map((problem) => withHelp(problem, fields, options.file)));
  return fields as unknown as WithdrawalRequestInput;
}

/** Says of a missing field by which option it is given, and of `requestedAt` why it is needed. */
function withHelp(problem: RequestProblem, fields: Record<string, unknown>, file: string | undefined): RequestProblem {
  const { field } = problem;
  if (fields[field] !== undefined) return problem;
  const expected = missingHelp[field] ?? problem.expected;
  const option = optionOf[field];
  return { field, expected: option === undefined || file !== undefined ? expected : `${option}: ${expected}` };
}

/** What is expected where a missing field needs other words than a wrong one. */
const missingHelp: Readonly<Record<string, string>> = {
  amount: 'a plain positive decimal as text, such as "100.5"',
  requestedAt:
    'the UTC time at which this was first asked for, repeated unchanged on every try: ' +
    'an old request is refused, because it may have been paid already. ' +
    '"now" takes this moment and shows it, so that you can repeat it',
};

async function readFields(file: string, given: Record<string, unknown>, io: CliIo): Promise<Record<string, unknown>> {
  const [extra] = Object.keys(given);
  if (extra !== undefined)
    throw new InvalidArgumentError(
      'file',
      `the whole request in it, or the whole request in options, not both (${extra} is given too)`,
      file,
    );
  let text: string;
  try {
    text = file === '-' ? await io.readStdin() : await io.readFile(file);
  } catch (error) {
    throw new InvalidArgumentError('file', `a readable file, or - for standard input (${messageOf(error)})`, file);
  }
  const value = parseJson(text, file);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new InvalidArgumentError('file', 'one JSON object with the fields of a request', file);
  return { ...value };
}

/** Keeps numbers as they are written. An amount that is a number is then refused by name, and never rounded. */
function parseJson(text: string, file: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    throw new InvalidArgumentError('file', `one JSON object (${messageOf(error)})`, file);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
