import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { createOrderMemory } from '../../../../exchanges/edgex/orders/orderMemory.ts';
import { createOrderSearch } from '../../../../exchanges/edgex/orders/orderSearch.ts';
import { orderType, recordSource } from '../support/recordSource.ts';

const startMs = 1_700_000_000_000;
const minuteMs = 60_000;
/** An order that is listed later than this may be missed by a look before a first send. */
const lagMs = 10_000;
const promptMs = lagMs - 2_000;

type Order = { readonly id: string; readonly madeMs: number; readonly listedMs: number; misread: boolean };

/**
 * An account whose pages begin where they are asked to. An order is listed some time after it was made. Where the
 * test says so, its record is shown wrongly once.
 */
function createAccount() {
  const orders: Order[] = [];
  let nowMs = startMs;
  let listed = 0;
  const source = recordSource({
    nowMs: () => nowMs,
    page({ startTime }) {
      const shown = orders.filter(
        (order) => order.listedMs <= nowMs && Math.floor(order.madeMs / 1_000) >= Number(startTime),
      );
      listed += shown.length;
      return {
        dataList: shown.map(({ id, madeMs }) => ({
          orderId: id,
          type: orderType,
          time: String(Math.floor(madeMs / 1_000)),
        })),
        nextPageOffsetData: null,
      };
    },
    fetch: (ids) =>
      ids.map((id) => {
        const order = orders.find((one) => one.id === id);
        const isWrong = order?.misread === true;
        if (order !== undefined) order.misread = false;
        return { id, clientWithdrawId: isWrong ? 'somebody' : `c${id}` };
      }),
  });
  const search = createOrderSearch(source, orderType);
  return {
    orders,
    find: (clientId: string, beforeFirstSend: boolean) =>
      search.find(clientId, startMs - 15 * minuteMs, { priority: 'lookup', beforeFirstSend }),
    pass: (ms: number) => void (nowMs += ms),
    make: (lagMs: number, misread: boolean) =>
      void orders.push({ id: String(orders.length + 1), madeMs: nowMs, listedMs: nowMs + lagMs, misread }),
    isListed: (order: Order) => order.listedMs <= nowMs,
    /** Rows of pages so far. */
    listed: () => listed,
  };
}

const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('make' as const),
      lagMs: fc.oneof(fc.integer({ min: 0, max: promptMs }), fc.integer({ min: promptMs, max: 10 * minuteMs })),
      misread: fc.integer({ min: 0, max: 3 }).map((one) => one === 0),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('find' as const),
      which: fc.nat(),
      isFirst: fc.boolean(),
      isOther: fc.integer({ min: 0, max: 3 }).map((one) => one === 0),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: fc.integer({ min: 0, max: 5 * minuteMs }) }),
  },
);

describe('the memory of orders', () => {
  // Before a first send, this holds only for orders that were listed promptly.
  test('property: a listed order is found whatever was walked before, unless its record is misread', async () => {
    let found = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 40 }), async (steps) => {
        const account = createAccount();
        for (const one of steps) {
          if (one.kind === 'make') account.make(one.lagMs, one.misread);
          else if (one.kind === 'pass') account.pass(one.ms);
          else {
            const order = account.orders[one.which % Math.max(1, account.orders.length)];
            const isPrompt = order !== undefined && order.listedMs - order.madeMs <= promptMs;
            const isListed =
              order !== undefined && account.isListed(order) && !order.misread && (isPrompt || !one.isFirst);
            const row = await account.find(one.isOther || order === undefined ? 'nobody' : `c${order.id}`, one.isFirst);
            if (one.isOther || order === undefined) expect(row).toBeNull();
            else if (isListed) expect(row?.id).toBe(order.id);
            if (row !== null) found += 1;
          }
        }
      }),
      { numRuns: 1_000 },
    );
    expect(found).toBeGreaterThan(1_000);
  });

  test('behavior: a walk lists only what was ordered since ten seconds before the newest known order', async () => {
    const account = createAccount();
    for (let order = 0; order < 100; order += 1) {
      account.make(0, false);
      account.pass(2_000);
    }
    await account.find('nobody', true);
    await account.find('nobody', true);
    const before = account.listed();
    await account.find('nobody', true);
    expect(account.listed() - before).toBe(6);
  });

  test('behavior: an order that is listed minutes late is missed by looks before a first send alone', async () => {
    const account = createAccount();
    account.make(5 * minuteMs, false);
    for (let order = 0; order < 8; order += 1) {
      account.pass(minuteMs);
      account.make(0, false);
      await account.find('nobody', true);
    }
    expect(await account.find('c1', true)).toBeNull();
    expect((await account.find('c1', false))?.id).toBe('1');
  });

  test('behavior: what was shown once is found however long ago it was ordered', async () => {
    const account = createAccount();
    account.make(0, false);
    for (let order = 0; order < 20; order += 1) {
      account.pass(minuteMs);
      account.make(0, false);
      await account.find('nobody', true);
    }
    expect((await account.find('c1', true))?.id).toBe('1');
  });

  test('behavior: beyond its limit it forgets, and walks begin at the start again', () => {
    const memory = createOrderMemory(10);
    const orders = Array.from({ length: 10 }, (_, index) => ({ orderId: String(index), timeMs: startMs + index }));
    for (const { orderId } of [...orders, ...orders]) memory.note(orderId, `c${orderId}`);
    memory.noteComplete(startMs - 5 * minuteMs, startMs + minuteMs, orders);
    expect([memory.beginFrom(startMs - 5 * minuteMs), memory.hasShown('c0'), memory.sureClientIdOf('0')]).toEqual([
      startMs + 9 - lagMs,
      true,
      'c0',
    ]);
    memory.note('10', 'c10');
    expect([memory.beginFrom(startMs - 5 * minuteMs), memory.hasShown('c0'), memory.sureClientIdOf('0')]).toEqual([
      startMs - 5 * minuteMs,
      false,
      null,
    ]);
  });

  test('behavior: a time ahead of our clock hides nothing that is ordered until then', () => {
    const memory = createOrderMemory();
    memory.note('1', 'c1');
    memory.note('1', 'c1');
    memory.noteComplete(startMs - 15 * minuteMs, startMs, [{ orderId: '1', timeMs: startMs + 60 * minuteMs }]);
    expect(memory.beginFrom(startMs - 15 * minuteMs)).toBe(startMs - lagMs);
  });
});
