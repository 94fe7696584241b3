import { z } from 'zod';

import { accountPattern } from './account.ts';
import { amountProblem } from './amount.ts';
import type { WithdrawalRequest } from './withdrawal.ts';

/** One field that cannot be accepted, and what was expected instead. */
export type RequestProblem = { readonly field: string; readonly expected: string };

export type ParsedRequest =
  | { readonly ok: true; readonly request: WithdrawalRequest }
  | { readonly ok: false; readonly problems: readonly RequestProblem[] };

const expectations: Readonly<Record<keyof WithdrawalRequest, string>> = {
  withdrawalId: '1 to 128 characters, first a letter or digit, then A-Z a-z 0-9 . _ : -',
  account: '"<adapter>/<name>", such as "bigone/treasury"',
  asset: 'the exchange\'s symbol, such as "USDT": 1 to 30 characters of A-Z a-z 0-9 . _ -',
  network: 'the exchange\'s name of the network, such as "Tron": 1 to 60 printable characters',
  address: '10 to 200 printable characters without blanks',
  memo: '1 to 200 printable characters, or left out',
  amount: 'a plain positive decimal in quotes, such as "100.5"',
  requestedAt: 'when the backend first asked, UTC, such as "2026-11-21T08:00:00.000Z"',
  deadlineAt: 'a UTC time such as "2026-11-21T09:00:00.000Z", or left out',
};

const printable = /^[\x20-\x7e]+$/;

const requestSchema = z.strictObject({
  withdrawalId: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/),
  account: z.string().regex(accountPattern),
  asset: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,29}$/),
  network: z.string().max(60).regex(printable).refine(isTrimmed),
  address: z.string().regex(/^[\x21-\x7e]{10,200}$/),
  memo: z.string().min(1).max(200).regex(printable).nullable().default(null),
  amount: z.unknown().superRefine((value, context) => {
    const problem = amountProblem(value);
    if (problem !== null) context.addIssue({ code: 'custom', message: problem });
  }),
  requestedAt: z.string().refine(isUtcInstant),
  deadlineAt: z.string().refine(isUtcInstant).nullable().default(null),
});

/** The `address` of an internal transfer is a user of the exchange. A user id may be short. */
const internalRequestSchema = requestSchema.extend({ address: z.string().regex(/^[\x21-\x7e]{3,200}$/) });
const internalAddress = '3 to 200 printable characters without blanks: the recipient of an internal transfer';

/** Checks a request from outside. Names every wrong field and what was expected. Never throws and never repairs. */
export function parseRequest(input: unknown): ParsedRequest {
  const internal = isInternal(input);
  const parsed = (internal ? internalRequestSchema : requestSchema).safeParse(input);
  if (!parsed.success)
    return { ok: false, problems: parsed.error.issues.flatMap((issue) => problemsOf(issue, internal)) };
  const request = parsed.data as WithdrawalRequest;
  const { requestedAt, deadlineAt } = request;
  const instants = {
    requestedAt: toInstant(requestedAt),
    deadlineAt: deadlineAt === null ? null : toInstant(deadlineAt),
  };
  return { ok: true, request: { ...request, ...instants } };
}

function problemsOf(issue: z.core.$ZodIssue, internal: boolean): readonly RequestProblem[] {
  if (issue.code === 'unrecognized_keys') {
    const expected = `no such field; known are ${Object.keys(expectations).join(', ')}`;
    return issue.keys.map((field) => ({ field, expected }));
  }
  const field = String(issue.path[0] ?? 'request');
  return [{ field, expected: expectedOf(issue, field, internal) }];
}

function expectedOf(issue: z.core.$ZodIssue, field: string, internal: boolean): string {
  if (issue.code === 'custom' && field === 'amount') return issue.message;
  if (internal && field === 'address') return internalAddress;
  return expectations[field as keyof WithdrawalRequest] ?? 'an object with the fields of a withdrawal request';
}

/** The fields that are wrong only because of the time: too old, in the future, or a deadline that has passed. */
export function timeProblems(
  request: Pick<WithdrawalRequest, 'requestedAt' | 'deadlineAt'>,
  nowMs: number,
  maxRequestAgeMs: number,
): readonly RequestProblem[] {
  const problems: RequestProblem[] = [];
  const requestedAtMs = Date.parse(request.requestedAt);
  if (requestedAtMs < nowMs - maxRequestAgeMs)
    problems.push({
      field: 'requestedAt',
      expected: `not older than ${maxRequestAgeMs / 86_400_000} days: an older request may have been paid already`,
    });
  if (requestedAtMs > nowMs + futureToleranceMs)
    problems.push({ field: 'requestedAt', expected: 'not in the future (5 minutes are tolerated)' });
  if (request.deadlineAt !== null) {
    if (Date.parse(request.deadlineAt) <= nowMs)
      problems.push({ field: 'deadlineAt', expected: 'a time that has not passed' });
    else if (Date.parse(request.deadlineAt) <= requestedAtMs)
      problems.push({ field: 'deadlineAt', expected: 'later than requestedAt' });
  }
  return problems;
}

const futureToleranceMs = 5 * 60_000;

function isInternal(input: unknown): boolean {
  return (
    typeof input === 'object' &&
    input !== null &&
    'network' in input &&
    typeof input.network === 'string' &&
    input.network.startsWith('internal:')
  );
}

function isTrimmed(text: string): boolean {
  return text.trim() === text;
}

function isUtcInstant(text: string): boolean {
  return (
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?Z$/.test(text) &&
    !Number.isNaN(Date.parse(text)) &&
    toInstant(text).slice(0, 19) === text.slice(0, 19)
  );
}

function toInstant(text: string): string {
  return new Date(text).toISOString();
}
