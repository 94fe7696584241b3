import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';

import { differingField } from '../../domain/differingField.ts';
import { parseRequest } from '../../domain/requestSchema.ts';
import { aRequest } from '../support/builders.ts';

const fields = Object.keys(aRequest());
const instant = fc
  .date({ min: new Date('2000-01-01T00:00:00Z'), max: new Date('2099-12-31T23:59:59Z'), noInvalidDate: true })
  .chain((date) =>
    fc.constantFrom(
      date.toISOString(),
      date.toISOString().replace(/\.\d{3}Z$/, 'Z'),
      date.toISOString().replace(/\d\dZ$/, 'Z'),
    ),
  );
const printable = (min: number, max: number) => fc.stringMatching(new RegExp(`^[\\x21-\\x7e]{${min},${max}}$`));

/** Right in every field, in every form that is allowed. */
const right = fc.record(
  {
    withdrawalId: fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/),
    account: fc.stringMatching(/^[a-z][a-z0-9-]{0,39}\/[A-Za-z0-9][A-Za-z0-9._-]{0,59}$/),
    asset: fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,29}$/),
    network: fc.stringMatching(/^[\x21-\x7e]([\x20-\x7e]{0,58}[\x21-\x7e])?$/),
    address: printable(10, 200),
    memo: fc.option(fc.stringMatching(/^[\x20-\x7e]{1,200}$/), { nil: null }),
    amount: fc
      .tuple(fc.bigInt({ min: 1n, max: 10n ** 30n }), fc.option(fc.stringMatching(/^[0-9]{1,18}$/)))
      .map(([whole, part]) => (part === null ? `${whole}` : `${whole}.${part}`)),
    requestedAt: instant,
    deadlineAt: fc.option(instant, { nil: null }),
  },
  {
    requiredKeys: ['withdrawalId', 'account', 'asset', 'network', 'address', 'amount', 'requestedAt'],
    noNullPrototype: true,
  },
);

const junk = fc.oneof(
  fc.anything(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom<unknown[]>(
    undefined,
    null,
    0,
    -0,
    Number.NaN,
    1e21,
    10n,
    true,
    '',
    ' ',
    '\u0000',
    '\ud800',
    '__proto__',
    'x'.repeat(10_000),
    [],
    {},
    [['a']],
    Symbol('s'),
    () => 'x',
    new Date(0),
    new Proxy({}, {}),
    '2026-02-30T00:00:00Z',
    '1e5',
    '٣',
  ),
);

describe('parseRequest', () => {
  test('behavior: what is accepted is written one way: reading it again, also from JSON, changes nothing', () => {
    fc.assert(
      fc.property(right, (input) => {
        const first = parseRequest(input);
        expect(first).toMatchObject({ ok: true });
        if (!first.ok) return;
        expect(parseRequest(first.request)).toEqual(first);
        expect(parseRequest(JSON.parse(JSON.stringify(first.request)))).toEqual(first);
        expect(differingField(first.request, { ...first.request })).toBeNull();
        // Nothing is repaired: the text fields are exactly as given.
        for (const field of ['withdrawalId', 'account', 'asset', 'network', 'address', 'amount'] as const)
          expect(first.request[field]).toBe(input[field]);
        expect(first.request.memo).toBe(input.memo ?? null);
        expect([Date.parse(first.request.requestedAt), first.request.requestedAt.length]).toEqual([
          Date.parse(input.requestedAt),
          24,
        ]);
      }),
      { numRuns: 500 },
    );
  });

  test('error: any field replaced by anything is accepted with the same meaning, or named; it never throws', () => {
    const seen = { refused: 0 };
    fc.assert(
      fc.property(right, fc.constantFrom(...fields, 'extra', 'constructor'), junk, (input, field, value) => {
        const parsed = parseRequest({ ...input, [field]: value });
        if (parsed.ok) {
          expect(parseRequest(parsed.request)).toEqual(parsed);
          return;
        }
        seen.refused += 1;
        expect(parsed.problems.length).toBeGreaterThan(0);
        for (const problem of parsed.problems)
          expect([problem.field, problem.expected.length > 0]).toEqual([field, true]);
      }),
      { numRuns: 1_500 },
    );
    expect(seen.refused).toBeGreaterThan(500);
  });

  test('error: anything at all is accepted or refused by the name of a field, never thrown at', () => {
    fc.assert(
      fc.property(junk, (input) => {
        const parsed = parseRequest(input);
        const names = new Set([
          ...fields,
          'request',
          ...(typeof input === 'object' && input !== null ? Object.keys(input) : []),
        ]);
        if (!parsed.ok)
          expect(parsed.problems.filter((problem) => !names.has(problem.field) || problem.expected === '')).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });

  test('behavior: two requests that differ in any field are told apart by it', () => {
    fc.assert(
      fc.property(right, right, (a, b) => {
        const [first, second] = [parseRequest(a), parseRequest(b)];
        if (!first.ok || !second.ok) throw new Error('expected right requests');
        const field = differingField(first.request, second.request);
        if (field === null) expect(second.request).toEqual(first.request);
        else expect(first.request[field]).not.toBe(second.request[field]);
      }),
      { numRuns: 300 },
    );
  });
});
