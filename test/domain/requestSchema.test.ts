import { describe, expect, test } from '@jest/globals';

import { differingField } from '../../domain/differingField.ts';
import { parseRequest, timeProblems } from '../../domain/requestSchema.ts';
import { aRequest } from '../support/builders.ts';

const good = {
  withdrawalId: 'w-1',
  account: 'bigone/treasury',
  asset: 'USDT',
  network: 'Tron',
  address: 'TJmW5D1p1LnMdTMmxuY1VELHht7v5HV7rU',
  amount: '100.5',
  requestedAt: '2026-11-21T08:00:00Z',
};

describe('parseRequest', () => {
  test('behavior: fills what may be left out and writes times one way', () => {
    expect(parseRequest(good)).toEqual({
      ok: true,
      request: { ...good, memo: null, deadlineAt: null, requestedAt: '2026-11-21T08:00:00.000Z' },
    });
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

  test.each([
    ['internal:uid', '681', true],
    ['internal:phone', '86-13800000000', true],
    ['internal:email', 'a+b_c%d@example.com', true],
    ['internal:uid', '68', false],
    ['internal:uid', '6 81', false],
    ['internal:uid', '681\n', false],
    ['internal:email', 'a@b.c\u202e', false],
    ['internal:email', `${'a'.repeat(200)}@b.c`, false],
    ['Tron', '681979174', false],
    ['tron/internal:uid', '681979174', false],
  ])('behavior: a short recipient only of an internal transfer (%s, %p)', (network, address, ok) => {
    const parsed = parseRequest({ ...good, network, address });
    expect(parsed.ok).toBe(ok);
    if (!parsed.ok) expect(parsed.problems.map((problem) => problem.field)).toEqual(['address']);
  });

  test('error: what an address has to be depends on its network, and other fields are named beside it', () => {
    const problems = [good.network, 'internal:uid'].map((network) => {
      const parsed = parseRequest({ ...good, network, address: '1', amount: 1 });
      return parsed.ok ? [] : parsed.problems.map(({ field, expected }) => `${field}: ${expected}`);
    });
    expect(problems).toMatchInlineSnapshot(`
[
  [
    "address: 10 to 200 printable characters without blanks",
    "amount: a decimal in quotes, such as "100.5" (a number would lose digits)",
  ],
  [
    "address: 3 to 200 printable characters without blanks: the recipient of an internal transfer",
    "amount: a decimal in quotes, such as "100.5" (a number would lose digits)",
  ],
]
`);
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
    expect(
      timeProblems({ requestedAt: '2026-11-21T07:59:00.000Z', deadlineAt: '2026-11-21T09:00:00.000Z' }, now, 7 * day),
    ).toEqual([]);
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
