import { describe, expect, test } from '@jest/globals';

import type { HttpAnswer } from '../../../exchanges/http/http.ts';
import { answered } from '../support/aRequest.ts';
import { anIntentOf, withAnswers } from './support.ts';

describe('btse: answers to a submit', () => {
  const said = (errorCode: number, message = 'no') => ({ status: 400, errorCode, message, extraData: null });
  const cases: [string, HttpAnswer, string, string][] = [
    ...[
      [3506, 'amountRefused'],
      [-2, 'parameterRefused'],
      [400, 'parameterRefused'],
      [11_000_001, 'parameterRefused'],
      [8, 'insufficientFunds'],
      [51_523, 'insufficientFunds'],
    ].map(([code, reason]): [string, HttpAnswer, string, string] => [
      `HTTP 400, ${code}`,
      answered(said(Number(code))),
      'rejected',
      String(reason),
    ]),
    ['HTTP 401, 10002', answered(said(10_002), 401), 'rejected', 'authRefused'],
    [
      'HTTP 401, -7',
      answered({ status: 401, error: 'x', code: -7, message: 'Signature verification failed' }, 401),
      'rejected',
      'authRefused',
    ],
    ['HTTP 401, nonce', answered(said(10_002, 'Invalid nonce'), 401), 'notSent', 'nonceRefused'],
    ['HTTP 403', answered({ status: 403, error: 'Forbidden', message: 'x' }, 403), 'rejected', 'permissionDenied'],
    ['HTTP 451', answered({ success: false, code: 451, msg: 'x' }, 451), 'rejected', 'accountRestricted'],
    ['HTTP 404', answered({ status: 404, error: 'Not Found', message: 'x' }, 404), 'rejected', 'refusedByExchange'],
    ['HTTP 405', answered({ status: 405, error: 'x', message: 'x' }, 405), 'rejected', 'refusedByExchange'],
    ['HTTP 404, a page', answered('<html>', 404), 'unknown', 'unreadableAnswer'],
    [
      'HTTP 429, its own words',
      answered({ status: 429, errorCode: 429, message: 'x' }, 429, { retryAfterMs: 7_000 }),
      'notSent',
      'rateLimited',
    ],
    ['HTTP 429, 303', answered(said(303), 429), 'notSent', 'rateLimited'],
    ['HTTP 429, nothing', answered('', 429), 'notSent', 'rateLimited'],
    ['HTTP 429, a page', answered('<html>', 429), 'notSent', 'rateLimited'],
    ['HTTP 429, something else', answered(said(-1, 'Order not found'), 429), 'unknown', 'unknownCode'],
    ['HTTP 429, a refusal', answered(said(3506), 429), 'unknown', 'unknownCode'],
    ['HTTP 429, a success', answered({ withdraw_id: '1' }, 429), 'unknown', 'unknownCode'],
    ['HTTP 400, 303', answered(said(303), 400), 'unknown', 'unknownCode'],
    ['HTTP 200, 429', answered(said(429), 200), 'unknown', 'unknownCode'],
    ['HTTP 408', answered({ status: 408, errorCode: 408, message: 'x' }, 408), 'unknown', 'unknownCode'],
    ['HTTP 408, a refusal', answered(said(3506), 408), 'unknown', 'unknownCode'],
    ['HTTP 500', answered(said(500), 500), 'unknown', 'unknownCode'],
    ['HTTP 500, a refusal', answered(said(3506), 500), 'unknown', 'unknownCode'],
    ['HTTP 302', answered('', 302), 'unknown', 'unreadableAnswer'],
    ...[-1, 17, 28, -11, 500, 1, 0, 987_654].map((code): [string, HttpAnswer, string, string] => [
      `HTTP 400, ${code}`,
      answered(said(code)),
      'unknown',
      'unknownCode',
    ]),
    ['no answer', { kind: 'noAnswer', code: 'ECONNRESET' }, 'unknown', 'noAnswer'],
    ['not sent', { kind: 'notSent', code: 'ECONNREFUSED' }, 'notSent', 'unreachable'],
  ];
  test.each(cases.map(([name, answer, kind, reason]) => [name, kind, reason, answer] as const))(
    '%s → %s %s',
    async (_, kind, reason, answer) => {
      const result = await withAnswers([answer]).exchange.submit(anIntentOf());
      expect(result).toMatchObject({ kind, reason });
      if (answer.kind === 'answered' && answer.retryAfterMs !== null)
        expect(result).toMatchObject({ retryAfterMs: 7_000 });
    },
  );
});
