import { describe, expect, test } from '@jest/globals';
import { differingField } from '../../domain/canonicalRequest.ts';
import { parseRequest, timeProblems } from '../../domain/requestSchema.ts';
import { aRequest } from '../support/builders.ts';

const good = { withdrawalId: 'w-1', account: 'bigone/treasury', asset: 'USDT', network: 'Tron', address: 'TJmW5D1p1LnMdTMmxuY1VELHht7v5HV7rU', amount: '100.5', requestedAt: '2026-11-21T08:00:00Z' };

describe('parseRequest', () => {
  test('behavior: fills what may be left out and writes times one way', () => {
    expect(parseRequest(good)).toEqual({ ok: true, request: { ...good, memo: null, deadlineAt: null, requestedAt: '2026-11-21T08:00:00.000Z' } });
  });

  test.each([
    ['withdrawalId', 'a b'],
    ['withdrawalId', 'x'.repeat(10_000)],
    ['withdrawalId', '../etc'],
    ['withdrawalId', ''],
    ['account', 'bigone'],
    ['account', 'bigone/../x'],
    ['asset', 'US DT'],
    ['network', ' Tron'],
    ['address', 'T J'],
    ['address', 'T\u202eabcdefghijkl'],
    ['memo', ''],
    ['amount', 100.5],
    ['amount', '1e-7'],
    ['amount', '1,5'],
    ['requestedAt', 'yesterday'],
    ['requestedAt', '2026-02-30T00:00:00Z'],
    ['requestedAt', '2026-11-21T08:00:00+01:00'],
    ['deadlineAt', 12],
    ['amuont', '1'],
  ])('error: %s = %p is named', (field, value) => {
    const parsed = parseRequest({ ...good, [field]: value });
    expect(parsed.ok).toBe(false);
    if (!parsed.ok) expect(parsed.problems.map((problem) => problem.field)).toContain(field);
  });

  test('error: all wrong fields are named at once', () => {
    const parsed = parseRequest({ ...good, amount: 1, asset: '' });
    expect(parsed.ok ? [] : parsed.problems.map((problem) => problem.field).sort()).toEqual(['amount', 'asset']);
  });

  test('error: something that is no object', () => {
    expect(parseRequest('w-1').ok).toBe(false);
    expect(parseRequest(null).ok).toBe(false);
  });
});

describe('timeProblems', () => {
  const now = Date.parse('2026-11-21T08:00:00Z');
  const day = 86_400_000;
  test.each([
    ['requestedAt', '2026-11-13T08:00:00.000Z', null],
    ['requestedAt', '2026-11-21T08:06:00.000Z', null],
    ['deadlineAt', '2026-11-21T07:00:00.000Z', '2026-11-21T08:00:00.000Z'],
    ['deadlineAt', '2026-11-21T08:04:00.000Z', '2026-11-21T08:03:00.000Z'],
  ])('error: %s of a request of %s due %s', (field, requestedAt, deadlineAt) => {
    expect(timeProblems({ requestedAt, deadlineAt }, now, 7 * day).map((problem) => problem.field)).toEqual([field]);
  });

  test('behavior: a fresh request with a deadline ahead is fine', () => {
    expect(timeProblems({ requestedAt: '2026-11-21T07:59:00.000Z', deadlineAt: '2026-11-21T09:00:00.000Z' }, now, 7 * day)).toEqual([]);
  });
});

describe('differingField', () => {
  test.each([
    ['amount', { amount: '1.0' }],
    ['memo', { memo: '7' }],
    ['requestedAt', { requestedAt: '2026-11-21T09:00:00.000Z' }],
    ['deadlineAt', { deadlineAt: '2026-11-21T09:00:00.000Z' }],
  ])('behavior: names %s', (field, change) => {
    const request = aRequest({ amount: '1' });
    expect(differingField(request, { ...request, ...change })).toBe(field);
    expect(differingField(request, { ...request })).toBeNull();
  });
});
