import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import {
  addAmounts,
  amountProblem,
  amountsEqual,
  compareAmounts,
  decimalsOf,
  normaliseAmount,
  subtractAmounts,
  truncateAmount,
} from '../../domain/amount.ts';

describe('amountProblem', () => {
  test.each([
    ['1e-7', 'no exponent'],
    ['0', 'more than zero'],
    ['0.00', 'more than zero'],
    ['-1', 'no sign'],
    ['+1', 'no sign'],
    ['1,5', 'no comma'],
    ['1.', 'plain positive decimal'],
    ['.5', 'plain positive decimal'],
    ['01', 'plain positive decimal'],
    ['', 'plain positive decimal'],
    [' 1', 'plain positive decimal'],
    ['١', 'plain positive decimal'],
    [`0.${'1'.repeat(30)}`, 'at most 18 decimals'],
    ['9'.repeat(61), 'at most 60 characters'],
    [1, 'in quotes'],
    [null, 'in quotes'],
    [undefined, 'in quotes'],
  ])('error: %p is refused (%s)', (text, expected) => {
    expect(amountProblem(text)).toContain(expected);
  });

  test.each(['1', '100.5', '0.000000000000000001', '1.2300', '123456789012345678901234567890.5'])(
    'behavior: %p is accepted',
    (text) => {
      expect(amountProblem(text)).toBeNull();
    },
  );
});

const plain = fc
  .tuple(fc.bigInt({ min: 0n, max: 10n ** 30n }), fc.integer({ min: 0, max: 18 }))
  .map(([digits, scale]) => {
    const text = digits.toString().padStart(scale + 1, '0');
    return scale === 0 ? text : `${text.slice(0, -scale)}.${text.slice(-scale)}`;
  });

describe('arithmetic', () => {
  test('behavior: no result ever shows an exponent', () => {
    expect(normaliseAmount('0.000000000000000001')).toBe('0.000000000000000001');
    expect(addAmounts('999999999999999999999999999999', '0.000000000000000001')).toBe(
      '999999999999999999999999999999.000000000000000001',
    );
  });

  test('behavior: truncation never goes up', () => {
    expect(truncateAmount('1.999999999', 8)).toBe('1.99999999');
    fc.assert(
      fc.property(
        plain,
        fc.integer({ min: 0, max: 18 }),
        (amount, decimals) =>
          compareAmounts(truncateAmount(amount, decimals), amount) <= 0 &&
          decimalsOf(truncateAmount(amount, decimals)) <= decimals,
      ),
      { numRuns: 1_000 },
    );
  });

  test('behavior: adding and taking away again gives the same', () => {
    fc.assert(
      fc.property(plain, plain, (a, b) => amountsEqual(subtractAmounts(addAmounts(a, b), b), a)),
      { numRuns: 1_000 },
    );
  });

  test('behavior: normalising keeps the value and round-trips', () => {
    fc.assert(
      fc.property(
        plain,
        (a) => amountsEqual(normaliseAmount(a), a) && normaliseAmount(normaliseAmount(a)) === normaliseAmount(a),
      ),
      { numRuns: 1_000 },
    );
  });

  test('error: anything that is not a plain decimal throws', () => {
    expect(() => compareAmounts('1e3', '1')).toThrow(RangeError);
    expect(() => addAmounts('NaN', '1')).toThrow(RangeError);
  });
});
