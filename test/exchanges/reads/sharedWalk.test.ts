import { getEventListeners } from 'node:events';

import { describe, expect, test } from '@jest/globals';

import type { ReadContext } from '../../../exchanges/exchange.ts';
import { sharedWalk } from '../../../exchanges/reads/sharedWalk.ts';

type Walk = {
  readonly key: string;
  readonly fromMs: number;
  readonly signal: AbortSignal | undefined;
  end(result: string): void;
  fail(error: Error): void;
};

/** Walks that end when the test says so. */
function stage() {
  const walks: Walk[] = [];
  const look = sharedWalk<string>(
    'toy',
    (key, fromMs, { signal }) =>
      new Promise((resolve, reject) => walks.push({ key, fromMs, signal, end: resolve, fail: reject })),
  );
  return { walks, look };
}

const lookup: ReadContext = { priority: 'lookup' };
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('sharedWalk', () => {
  test('behavior: who asks while one is under way shares the next, from the earliest time that any needs', async () => {
    const { walks, look } = stage();
    const first = look('coin', 500, lookup);
    const [second, third] = [look('coin', 300, lookup), look('coin', 400, lookup)];
    expect(walks.map(({ fromMs }) => fromMs)).toEqual([500]);
    walks[0]?.end('one');
    expect(await first).toBe('one');
    await turn();
    expect(walks.map(({ fromMs }) => fromMs)).toEqual([500, 300]);
    walks[1]?.end('two');
    expect(await Promise.all([second, third])).toEqual(['two', 'two']);
  });

  test('behavior: another key waits for nobody', () => {
    const { walks, look } = stage();
    void look('coin', 1, lookup);
    void look('other', 2, lookup);
    expect(walks.map(({ key }) => key)).toEqual(['coin', 'other']);
  });

  test('error: a failed walk is the failure of all who shared it, and of nobody after them', async () => {
    const { walks, look } = stage();
    const first = look('coin', 1, lookup);
    const second = look('coin', 1, lookup);
    walks[0]?.fail(new Error('down'));
    await expect(first).rejects.toThrow('down');
    await turn();
    walks[1]?.end('up');
    expect(await second).toBe('up');
  });

  test('behavior: one leaves by its signal; the walk goes on for the rest, and ends when all have left', async () => {
    const { walks, look } = stage();
    const [one, two] = [new AbortController(), new AbortController()];
    const blocker = look('coin', 1, lookup);
    const first = look('coin', 1, { ...lookup, signal: one.signal });
    const second = look('coin', 1, { ...lookup, signal: two.signal });
    walks[0]?.end('blocker');
    await blocker;
    await turn();
    one.abort();
    await expect(first).rejects.toMatchObject({ reason: 'unreachable' });
    expect(walks[1]?.signal?.aborted).toBe(false);
    two.abort();
    await expect(second).rejects.toMatchObject({ reason: 'unreachable' });
    expect(walks[1]?.signal?.aborted).toBe(true);
  });

  test('behavior: nobody walks for those who left while they waited', async () => {
    const { walks, look } = stage();
    const gone = new AbortController();
    const first = look('coin', 1, lookup);
    const second = look('coin', 1, { ...lookup, signal: gone.signal });
    gone.abort();
    await expect(second).rejects.toMatchObject({ reason: 'unreachable' });
    walks[0]?.end('done');
    await first;
    await turn();
    expect(walks).toHaveLength(1);
  });

  test('behavior: a signal that outlives many walks keeps nothing of them', async () => {
    const { walks, look } = stage();
    const held = new AbortController();
    for (let index = 0; index < 3; index += 1) {
      const one = look('coin', index, { ...lookup, signal: held.signal });
      walks[index]?.end('done');
      await one;
      await turn();
    }
    expect(getEventListeners(held.signal, 'abort')).toHaveLength(0);
  });
});
