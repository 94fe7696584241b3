import { parse } from 'lossless-json';

import { InvalidArgumentError, InvalidRequestError } from '../errors.ts';
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

/** The request from options or from a file, not checked yet. `requestedAt: now` becomes the current time. */
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
  if (fields['requestedAt'] === undefined)
    throw new InvalidRequestError([{ field: 'requestedAt', expected: requestedAtHelp }]);
  if (fields['requestedAt'] === 'now') fields['requestedAt'] = new Date(io.now()).toISOString();
  return fields as unknown as WithdrawalRequestInput;
}

const requestedAtHelp =
  'the UTC time at which this was first asked for, repeated unchanged on every try: ' +
  'an old request is refused, because it may have been paid already. ' +
  '--requested-at now takes this moment and shows it, so that you can repeat it';

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
