import { expect, test } from '@jest/globals';

import { distribution, quantile, rounded } from '../../bench/support/statistics.ts';

test('quantile: the smallest value that so many do not exceed', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect([0.5, 0.99, 1].map((part) => quantile(hundred, part))).toEqual([50, 99, 100]);
  expect(quantile([7], 0.99)).toBe(7);
  expect(quantile([], 0.5)).toBeNull();
});

test('distribution: of nothing is refused', () => {
  expect(distribution([3, 1, 2])).toEqual({ count: 3, p50: 2, p90: 3, p99: 3, max: 3 });
  expect(() => distribution([])).toThrow('no values were measured');
});

test('rounded: keeps the digits that count', () => {
  expect([rounded(0.012345), rounded(98765), rounded(3, 2)]).toEqual([0.0123, 98800, 3]);
});
