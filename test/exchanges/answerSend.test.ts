import { describe, expect, test } from '@jest/globals';

import type { FailureReason } from '../../domain/failure.ts';
import { ExchangeError } from '../../exchanges/errors.ts';
import { answerCancel, answerSubmit } from '../../exchanges/http/answerSend.ts';
import type { Failed, Reply } from '../../exchanges/http/classifyHttp.ts';

const anError = (reason: FailureReason) => new ExchangeError({ reason, adapter: 'toy', endpoint: 'POST /toy' });
const failed = async (reason: FailureReason): Promise<Failed> => ({
  kind: 'failed',
  error: anError(reason),
  dateMs: null,
});
const succeeded = async (data: unknown): Promise<Reply> => ({
  kind: 'succeeded',
  data,
  message: '',
  pageToken: null,
  dateMs: null,
});
const accept = (data: unknown) => ({ kind: 'accepted', exchangeWithdrawalId: String(data), record: null }) as const;

describe('answerSubmit', () => {
  test('a success is what its data says', async () => {
    expect(await answerSubmit(succeeded('7'), 'toy', accept)).toEqual(accept('7'));
  });

  test.each([
    ['insufficientFunds', 'rejected'],
    ['rateLimited', 'notSent'],
    ['noAnswer', 'unknown'],
    ['unknownCode', 'unknown'],
  ] as const)('a failure by %s is %s', async (reason, kind) => {
    expect(await answerSubmit(failed(reason), 'toy', accept)).toMatchObject({ kind, reason });
  });

  test('a failure may be judged to say less', async () => {
    const judge = () => anError('unknownCode');
    expect(await answerSubmit(failed('rateLimited'), 'toy', accept, judge)).toMatchObject({ kind: 'unknown' });
  });

  test('an input that we refuse before the send is rejected; any other error before it was not sent', async () => {
    const refused = answerSubmit(Promise.reject(anError('parameterRefused')), 'toy', accept);
    expect(await refused).toMatchObject({ kind: 'rejected', reason: 'parameterRefused' });
    const broken = answerSubmit(Promise.reject(new Error('secret of the library')), 'toy', accept);
    expect(await broken).toEqual({
      kind: 'notSent',
      reason: 'authRefused',
      message: 'toy: the request could not be prepared; nothing was sent',
      retryAfterMs: null,
    });
  });

  test('behavior: what goes wrong after the send is never taken for one that was not sent', async () => {
    const broken = () => {
      throw new Error('broken');
    };
    await expect(answerSubmit(succeeded('7'), 'toy', broken)).rejects.toThrow('broken');
    await expect(answerSubmit(failed('rateLimited'), 'toy', accept, broken)).rejects.toThrow('broken');
  });
});

describe('answerCancel', () => {
  test.each([
    ['a success is taken', () => succeeded(null), { kind: 'taken', message: 'asked' }],
    ['a listed refusal is refused', () => failed('refusedByExchange'), { kind: 'refused' }],
    ['any other failure is unknown', () => failed('noAnswer'), { kind: 'unknown' }],
    ['an error before the send is unknown', () => Promise.reject(anError('parameterRefused')), { kind: 'unknown' }],
  ])('%s', async (_title, send, expected) => {
    expect(await answerCancel(send(), 'toy', 'asked')).toMatchObject(expected);
  });
});
