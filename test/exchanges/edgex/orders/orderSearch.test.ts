import { describe, expect, test } from '@jest/globals';

import { createOrderSearch } from '../../../../exchanges/edgex/orders/orderSearch.ts';
import type { ReadContext } from '../../../../exchanges/exchange.ts';
import { orderType, recordSource } from '../support/recordSource.ts';

const context: ReadContext = { priority: 'lookup' };

/**
 * Orders 1 to `count`, each under the client id `c<n>`, ten to a page. The records of the orders in `hide` are not
 * shown.
 */
function orders(count: number, hide: readonly string[] = []) {
  const pages: string[] = [];
  const records: string[][] = [];
  const ids = Array.from({ length: count }, (_, index) => String(index + 1));
  const wrongly = new Map<string, string>();
  const row = (id: string) => ({ id, clientWithdrawId: wrongly.get(id) ?? `c${id}` });
  const source = recordSource({
    nowMs: () => 1_700_000_000_000,
    page({ offsetData = '0' }) {
      pages.push(offsetData);
      const from = Number(offsetData);
      return {
        dataList: ids.slice(from, from + 10).map((orderId) => ({ orderId, type: orderType, time: '1700000000000' })),
        nextPageOffsetData: from + 10 < count ? String(from + 10) : null,
      };
    },
    fetch(wanted) {
      records.push(wanted);
      return wanted.filter((id) => !hide.includes(id)).map(row);
    },
  });
  return { search: createOrderSearch(source, orderType), pages, records, ids, wrongly };
}

// Each on its own, and all at once: some wait for the clock.
describe('createOrderSearch', () => {
  test.concurrent('behavior: finds ours, and answers null for what no order shows', async () => {
    const { search } = orders(25);
    expect((await search.find('c13', 0, context))?.id).toBe('13');
    expect(await search.find('c99', 0, context)).toBeNull();
  });

  test.concurrent('behavior: thirty who ask at once cost two walks, and no record is read a third time', async () => {
    const { search, pages, records } = orders(25);
    const found = await Promise.all(Array.from({ length: 30 }, (_, index) => search.find(`x${index}`, 0, context)));
    expect(found.every((row) => row === null)).toBe(true);
    expect(pages).toEqual(['0', '10', '20', '0', '10', '20']);
    expect(records.flat()).toHaveLength(50);
    expect(await search.find('x', 0, context)).toBeNull();
    expect(records.flat()).toHaveLength(50);
  });

  test.concurrent('behavior: who asks while a walk is under way is answered by the next one only', async () => {
    const { search, ids } = orders(5);
    const early = search.find('c6', 0, context);
    await Promise.resolve();
    await Promise.resolve();
    ids.push('6');
    const late = search.find('c6', 0, context);
    await early;
    expect((await late)?.id).toBe('6');
  });

  test.concurrent('behavior: those who ask soon after a walk of several pages share the next one', async () => {
    const { search, pages } = orders(25);
    await search.find('x', 0, context);
    const asked: Promise<unknown>[] = [];
    for (let round = 0; round < 5; round += 1) {
      asked.push(search.find(`x${round}`, 0, context));
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await Promise.all(asked)).toEqual(asked.map(() => null));
    expect(pages).toHaveLength(6);
  });

  test.concurrent('behavior: who leaves before the walk begins costs none', async () => {
    const { search, pages } = orders(25);
    await search.find('x', 0, context);
    const leaving = new AbortController();
    const left = search.find('y', 0, { ...context, signal: leaving.signal });
    leaving.abort();
    await expect(left).rejects.toThrow('broken off');
    expect(await search.find('z', 0, context)).toBeNull();
    expect(pages).toHaveLength(6);
  });

  test.concurrent('behavior: the record of ours is read anew each time', async () => {
    const { search, records } = orders(5);
    await search.find('c3', 0, context);
    await search.find('c3', 0, context);
    await search.find('c3', 0, context);
    expect(records.map((ids) => ids.join())).toEqual(['1,2,3,4,5', '1,2,3,4,5', '3']);
  });

  test.concurrent("behavior: one answer that shows ours under another's id hides it from that walk alone", async () => {
    const { search, wrongly } = orders(5);
    wrongly.set('3', 'c77');
    expect(await search.find('c3', 0, context)).toBeNull();
    wrongly.clear();
    expect((await search.find('c3', 0, context))?.id).toBe('3');
  });

  test.concurrent('error: an order without its record proves no absence; what is shown is still found', async () => {
    const { search } = orders(5, ['4']);
    const [found, lost] = await Promise.allSettled([search.find('c2', 0, context), search.find('c9', 0, context)]);
    expect(found).toMatchObject({ status: 'fulfilled', value: { id: '2' } });
    expect(lost).toMatchObject({
      status: 'rejected',
      reason: expect.objectContaining({ message: expect.stringContaining('absence is not proven') }),
    });
  });

  test.concurrent('error: one who stops waiting leaves the others alone', async () => {
    const { search } = orders(5);
    const stop = new AbortController();
    const both = Promise.allSettled([
      search.find('c9', 0, { ...context, signal: stop.signal }),
      search.find('c2', 0, context),
    ]);
    stop.abort();
    const [left, stayed] = await both;
    expect(left).toMatchObject({ status: 'rejected' });
    expect(stayed).toMatchObject({ status: 'fulfilled', value: { id: '2' } });
  });
});
