import { describe, expect, test } from '@jest/globals';

import { cached } from '../../../workers/accounts/cached.ts';
import { describeDuration } from '../../../workers/config/describeDuration.ts';
import { suggest } from '../../../workers/config/suggest.ts';

describe('cached', () => {
  test('default: one read for all that ask, again when it is too old, and after a failure', async () => {
    let now = 0;
    let reads = 0;
    let fails = false;
    const read = cached(
      async () => {
        reads += 1;
        if (fails) throw new Error('down');
        return reads;
      },
      100,
      () => now,
    );
    expect(await Promise.all([read(), read(), read()])).toEqual([1, 1, 1]);
    now = 99;
    expect(await read()).toBe(1);
    now = 100;
    fails = true;
    await expect(read()).rejects.toThrow('down');
    fails = false;
    expect(await read()).toBe(3);
  });
});

test.each([
  [604_800_000, '7 days'],
  [86_400_000, '1 day'],
  [5_400_000, '1.5 hours'],
  [999, '999 ms'],
])('describeDuration: %d', (milliseconds, words) => {
  expect(describeDuration(milliseconds)).toBe(words);
});

test.each([
  ['baseURL', 'baseUrl'],
  ['workergroup', 'workerGroup'],
  ['secret', null],
])('suggest: %s', (word, meant) => {
  expect(suggest(word, ['baseUrl', 'workerGroup', 'credentials', 'limits', 'options'])).toBe(meant);
});
