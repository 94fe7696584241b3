import { describe, expect, test } from '@jest/globals';

import { readSliced } from '../../../exchanges/reads/readSliced.ts';

/**
 * An exchange with a row at each of these times, ten to a page. With `heeds` false it shows the newest rows, whatever
 * window it is asked for.
 */
function exchangeWith(timesMs: readonly number[], heeds = true) {
  const asked: [number, number][] = [];
  const read = async (from: number, to: number) => {
    asked.push([from, to]);
    const page = timesMs
      .filter((atMs) => !heeds || (atMs >= from && atMs <= to))
      .toSorted((a, b) => b - a)
      .slice(0, 10);
    return { rows: page, timesMs: page, full: page.length === 10 };
  };
  return { asked, read };
}

describe('readSliced', () => {
  test('default: every row of the window, however many pages it fills', async () => {
    const times = Array.from({ length: 95 }, (_, index) => 1_000 + index * 7);
    const { asked, read } = exchangeWith(times);
    const { rows, complete } = await readSliced(0, 10_000, read);
    expect([[...new Set(rows)].sort((a, b) => a - b), complete]).toEqual([times, true]);
    expect(asked.length).toBeLessThan(30);
  });

  test('error: more in one millisecond than a page holds is not complete', async () => {
    const { read } = exchangeWith(Array.from({ length: 11 }, () => 5_000));
    expect((await readSliced(0, 10_000, read)).complete).toBe(false);
  });

  test('error: an exchange that ignores the window is not asked a thousand times, nor called complete', async () => {
    const { asked, read } = exchangeWith(
      Array.from({ length: 40 }, (_, index) => 5_000 + index),
      false,
    );
    expect((await readSliced(0, 604_800_000, read)).complete).toBe(false);
    expect(asked.length).toBeLessThan(40);
  });
});
