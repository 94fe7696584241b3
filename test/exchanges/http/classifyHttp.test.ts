import { describe, expect, test } from '@jest/globals';

import { ExchangeError } from '../../../exchanges/errors.ts';
import { callExchange } from '../../../exchanges/http/callExchange.ts';
import {
  classifyHttp,
  type AnswerRules,
  toCancelAnswer,
  toSubmitAnswer,
  toUnsentAnswer,
} from '../../../exchanges/http/classifyHttp.ts';
import type { HttpAnswer } from '../../../exchanges/http/http.ts';
import { aPort, answered } from '../support/aRequest.ts';

const rules: AnswerRules = {
  adapter: 'toy',
  failureTable: {
    '1': 'insufficientFunds',
    '2': 'rateLimited',
    '3': 'duplicateClientId',
    '4': 'clockSkew',
    '5': 'notFound',
    'HTTP 429': 'rateLimited',
  },
  readEnvelope: (body) => {
    try {
      const { code, message } = JSON.parse(body) as { code?: unknown; message?: string };
      return typeof code === 'string' ? { code, succeeded: code === '0', message: message ?? '', data: null } : null;
    } catch {
      return null;
    }
  },
  secrets: ['hush-hush'],
};

const judge = (answer: HttpAnswer) => {
  const reply = classifyHttp(rules, 'POST /x', answer);
  return reply.kind === 'failed' ? toSubmitAnswer(reply.error) : reply;
};

describe('classifyHttp', () => {
  test.each<[string, HttpAnswer, string, string]>([
    ['a listed refusal', answered({ code: '1' }, 400), 'rejected', 'insufficientFunds'],
    ['a listed refusal with HTTP 200', answered({ code: '1' }), 'rejected', 'insufficientFunds'],
    ['a listed refusal behind a server error', answered({ code: '1' }, 500), 'unknown', 'unknownCode'],
    ['an unlisted code', answered({ code: '987' }, 400), 'unknown', 'unknownCode'],
    ['a code that every object has', answered({ code: 'constructor' }, 400), 'unknown', 'unknownCode'],
    ['a listed clock refusal', answered({ code: '4' }, 400), 'notSent', 'clockSkew'],
    ['a listed rate refusal', answered({ code: '2' }), 'notSent', 'rateLimited'],
    ['a repeated id', answered({ code: '3' }, 400), 'unknown', 'duplicateClientId'],
    ['not found', answered({ code: '5' }, 404), 'unknown', 'notFound'],
    ['HTTP 429 of something in between', answered('<html>slow down</html>', 429), 'notSent', 'rateLimited'],
    ['HTTP 429 with a broken envelope', answered('{"code":"0","da', 429), 'unknown', 'unreadableAnswer'],
    ['HTTP 429 without a body', answered('', 429), 'notSent', 'rateLimited'],
    ['HTTP 429 with an unlisted code', answered({ code: '987' }, 429), 'unknown', 'unknownCode'],
    ['HTTP 429 that says success', answered({ code: '0' }, 429), 'unknown', 'unreadableAnswer'],
    ['HTTP 400 with HTML', answered('<html>', 400), 'unknown', 'unreadableAnswer'],
    ['HTTP 403 without a body', answered('', 403), 'unknown', 'unreadableAnswer'],
    ['HTTP 502', answered('Bad Gateway', 502), 'unknown', 'unreadableAnswer'],
    ['HTTP 500 that says success', answered({ code: '0' }, 500), 'unknown', 'unreadableAnswer'],
    ['a redirect', answered('', 302), 'unknown', 'unreadableAnswer'],
    ['success cut in half', answered('{"code":"0","da'), 'unknown', 'unreadableAnswer'],
    ['no answer', { kind: 'noAnswer', code: 'ECONNRESET' }, 'unknown', 'noAnswer'],
    ['never sent', { kind: 'notSent', code: 'ECONNREFUSED' }, 'notSent', 'unreachable'],
  ])('a submit answered by %s', (_name, answer, kind, reason) => {
    expect(judge(answer)).toMatchObject({ kind, reason });
  });

  test('a cancel is refused only by a listed refusal', () => {
    const cancel = (reason: ConstructorParameters<typeof ExchangeError>[0]['reason']) =>
      toCancelAnswer(new ExchangeError({ reason, adapter: 'toy', endpoint: 'POST /x' })).kind;
    expect([cancel('parameterRefused'), cancel('notFound'), cancel('rateLimited'), cancel('noAnswer')]).toEqual([
      'refused',
      'unknown',
      'unknown',
      'unknown',
    ]);
  });

  test('what fails before sending was never sent', () => {
    expect(toUnsentAnswer(new TypeError('hush-hush'), 'toy')).toMatchInlineSnapshot(`
{
  "kind": "notSent",
  "message": "toy: the request could not be prepared; nothing was sent",
  "reason": "authRefused",
  "retryAfterMs": null,
}
`);
  });

  test('error: the whole message, without secrets, addresses or bodies', () => {
    const message = 'no funds for hush-hush at TJmW5D1p1LnMdTMmxuY1VELHht7v5HV7rU';
    const reply = classifyHttp(rules, 'POST /x', answered({ code: '1', message }, 400, { retryAfterMs: 5 }));
    expect(reply.kind === 'failed' ? reply.error.message : '').toMatchInlineSnapshot(
      `"toy POST /x: insufficientFunds, HTTP 400, code 1, no funds for [cut] at [cut]"`,
    );
    const lost = classifyHttp(rules, 'POST /x', { kind: 'noAnswer', code: 'TIMEOUT_REQUEST' });
    expect(lost.kind === 'failed' ? lost.error.message : '').toMatchInlineSnapshot(
      `"toy POST /x: noAnswer, TIMEOUT_REQUEST"`,
    );
  });

  test('error: a code that repeats a secret does not hold it either', () => {
    const reply = classifyHttp(rules, 'POST /x', answered({ code: 'no hush-hush' }, 400));
    expect(reply.kind === 'failed' ? [reply.error.message, reply.error.wireCode] : []).toEqual([
      'toy POST /x: unknownCode, HTTP 400, code no [cut]',
      'no [cut]',
    ]);
  });

  test('too often, said in a body: the scope is held back; a port that throws is no answer', async () => {
    const port = aPort([answered({ code: '2' })]);
    await callExchange(port, rules, {
      method: 'GET',
      url: 'http://x',
      endpoint: 'GET /x',
      headers: {},
      scope: 's',
      turn: 'poll',
    });
    expect(port.held).toEqual([['s', 2_000]]);
    const broken = { send: () => Promise.reject(new Error('hush-hush')) };
    const reply = await callExchange(broken, rules, {
      method: 'GET',
      url: 'http://x',
      endpoint: 'GET /x',
      headers: {},
      scope: 's',
      turn: 'poll',
    });
    expect(reply).toMatchObject({ kind: 'failed', error: { reason: 'noAnswer' } });
  });
});
