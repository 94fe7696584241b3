import { describe, expect, test } from '@jest/globals';

import type { ChaosExchange } from '../../../scripts/chaos/chaosAccounts.ts';
import { unsearched } from '../../../scripts/chaos/chaosReport.ts';
import { createLeakHunt, type Canary } from '../../../scripts/chaos/leakHunt.ts';
import { createRequestWatch } from '../../../scripts/chaos/requestWatch.ts';
import { textOf } from '../../../scripts/chaos/searchRun.ts';
import type { SeenRequest } from '../../../simulator/index.ts';

const secret = 'canary0secret0xyz';
const key = 'canary0key0abc';
const l2Key = '0badc0ffee0ddf00d0badc0ffee0ddf00d0badc0ffee0ddf00d0badc0ffee0dd';
const canaries: (Canary & { exchange: ChaosExchange })[] = [
  { name: 'secret', value: secret, exchange: 'bitunix', header: null },
  { name: 'key', value: key, exchange: 'bitunix', header: 'api-key' },
  { name: 'token key', value: `${key}1`, exchange: 'bigone', header: 'authorization' },
  { name: 'l2', value: l2Key, exchange: 'edgex', header: null },
];

function found(text: string | Uint8Array): string[] {
  const hunt = createLeakHunt(canaries.filter(({ name }) => name !== 'token key'));
  hunt.search('here', text);
  return hunt.leaks().map(({ canary, where }) => `${canary} ${where}`);
}

describe('the hunt for credentials', () => {
  test.each([
    ['as it is', `{"secret":"${secret}"}`],
    ['in hex', Buffer.from(secret).toString('hex')],
    ['in base64', Buffer.from(secret).toString('base64')],
    ['in base64, one byte in', Buffer.from(`:${secret}`).toString('base64')],
    ['in base64, two bytes in and others behind', Buffer.from(`k:${secret}}}`).toString('base64url')],
    ['in bytes', Buffer.from(`\0\0${secret}\xff`, 'latin1')],
  ])('finds a secret %s', (_how, text) => {
    expect(found(text)).toEqual(['secret here']);
  });

  test.each([
    ['as it is', l2Key],
    ['without its leading zero', `0x${l2Key.slice(1)}`],
    ['in capitals', l2Key.slice(1).toUpperCase()],
    ['as a number', BigInt(`0x${l2Key}`).toString()],
    ['as bytes in base64', Buffer.from(l2Key, 'hex').toString('base64')],
  ])('finds a signing key %s', (_how, text) => {
    expect(found(text)).toEqual(['l2 here']);
  });

  test('finds nothing where there is nothing', () => {
    expect(found(`canary0secret0xy and ${Buffer.from('canary').toString('base64')}`)).toEqual([]);
  });

  test('reads a history to its last byte: payloads, failures, memos, names of headers', () => {
    const event = {
      activityTaskFailedEventAttributes: {
        failure: {
          message: 'no',
          cause: { encodedAttributes: { data: Buffer.from(JSON.stringify({ stack: secret })) } },
        },
      },
      memo: { fields: { [key]: {} } },
    };
    expect(found(textOf([event]))).toEqual(['secret here', 'key here']);
  });
});

describe('the watch over requests', () => {
  function watched(exchange: ChaosExchange, change: Partial<SeenRequest>): { leaks: string[]; keys: number } {
    const hunt = createLeakHunt(canaries);
    const watch = createRequestWatch(canaries, hunt);
    watch.see(exchange, {
      method: 'POST',
      path: '/withdraw',
      query: '',
      headers: {},
      body: Buffer.from(''),
      ...change,
    });
    return { leaks: hunt.leaks().map(({ canary, where }) => `${canary} ${where}`), keys: watch.keysInTheirHeader };
  }
  const base64url = (text: string): string => Buffer.from(text).toString('base64url');
  const token = (payload: object): string =>
    `Bearer ${base64url('{"alg":"HS256"}')}.${base64url(JSON.stringify(payload))}.c2lnbmF0dXJl`;

  test('lets a key pass in the header that is for it, also inside a token', () => {
    expect(watched('bitunix', { headers: { 'api-key': key, host: '127.0.0.1:4000' } })).toEqual({ leaks: [], keys: 1 });
    expect(watched('bigone', { headers: { authorization: token({ sub: `${key}1` }) } })).toEqual({
      leaks: [],
      keys: 1,
    });
  });

  test.each<[string, ChaosExchange, Partial<SeenRequest>, string]>([
    ['a key in another header', 'bitunix', { headers: { 'x-key': key } }, 'key bitunix POST /withdraw: header x-key'],
    [
      "a key in another exchange's header",
      'btse',
      { headers: { 'api-key': key } },
      'key btse POST /withdraw: header api-key',
    ],
    ['a key in the body', 'bitunix', { body: Buffer.from(`{"apiKey":"${key}"}`) }, 'key bitunix POST /withdraw: body'],
    ['a key in the query', 'bitunix', { query: `apiKey=${key}` }, 'key bitunix POST /withdraw: address'],
    [
      "a secret in the key's own header",
      'bitunix',
      { headers: { 'api-key': `${key}:${secret}` } },
      'secret bitunix POST /withdraw: header api-key',
    ],
    [
      'a secret inside the token',
      'bigone',
      { headers: { authorization: token({ sub: `${key}1`, secret }) } },
      'secret bigone POST /withdraw: header authorization',
    ],
    [
      'a signing key in the body',
      'edgex',
      { body: Buffer.from(`{"l2Signature":"${l2Key}00"}`) },
      'l2 edgex POST /withdraw: body',
    ],
  ])('finds %s', (_what, exchange, change, expected) => {
    expect(watched(exchange, change).leaks).toContain(expected);
  });

  test('tells of the next submit while it is under way, once', () => {
    const watch = createRequestWatch(canaries, createLeakHunt(canaries));
    const told: string[] = [];
    const see = (method: string, path: string): void =>
      watch.see('bitunix', { method, path, query: '', headers: {}, body: Buffer.from('') });
    watch.onNextSubmit('bitunix', () => void told.push('kept'));
    watch.onNextSubmit('bitunix', () => void told.push('taken back'))();
    see('POST', '/api/spot/v1/withdraw/cancel');
    see('POST', '/api/spot/v1/withdraw_transfer/page');
    expect(told).toEqual([]);
    see('POST', '/api/spot/v1/withdraw');
    see('POST', '/api/spot/v1/withdraw');
    expect(told).toEqual(['kept']);
  });
});

test('a hunt that saw nothing is a finding', () => {
  const all = { histories: 10, events: 300, logBytes: 9, metricBytes: 9, requests: 9, keysInTheirHeader: 9 };
  const abouts = (...given: Parameters<typeof unsearched>): string[] => unsearched(...given).map(({ about }) => about);
  expect(abouts(all, [], 10)).toEqual([]);
  expect(abouts({ ...all, metricBytes: 0, keysInTheirHeader: 0 }, [], 10)).toEqual([
    'metricBytes',
    'keysInTheirHeader',
  ]);
  expect(abouts(all, ['withdrawal/a: no answer'], 11)).toEqual([
    '10 histories of at least 11',
    'withdrawal/a: no answer',
  ]);
});
