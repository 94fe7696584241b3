import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';

import type { WithdrawalRecord } from '../../../domain/withdrawal.ts';
import { ExchangeError } from '../../../exchanges/errors.ts';
import type { OpenWithdrawal } from '../../../exchanges/exchange.ts';
import { nextStatusStep } from '../../../exchanges/reads/nextStatusStep.ts';
import { readSliced } from '../../../exchanges/reads/readSliced.ts';
import { readStatusesBy, type StatusSource } from '../../../exchanges/reads/readStatusesBy.ts';

const aRecord = (id: number, createdAtMs: number | null): WithdrawalRecord => ({
  exchangeWithdrawalId: String(id),
  status: 'PENDING',
  exchangeStatus: 'PENDING',
  asset: 'TRX',
  network: null,
  address: null,
  memo: null,
  amount: null,
  receivedAmount: '1',
  fee: null,
  feeAsset: null,
  txid: null,
  createdAtMs,
  action: null,
  internal: false,
});
const open = (id: number, notBeforeMs = id): OpenWithdrawal => ({
  exchangeWithdrawalId: String(id),
  clientWithdrawalId: null,
  asset: 'TRX',
  notBeforeMs,
});
const failure = () => new ExchangeError({ reason: 'noAnswer', adapter: 'toy', endpoint: 'GET /x' });

/** History of records 1…count, created at that millisecond, newest first, ten to a page. */
function aSource(count: number, more: Partial<StatusSource<number>> = {}) {
  const calls: string[] = [];
  const all = Array.from({ length: count }, (_, index) => aRecord(count - index, count - index));
  const source: StatusSource<number> = {
    async readPage(cursor) {
      calls.push('page');
      const from = cursor ?? 0;
      return {
        records: all.slice(from, from + 10),
        unreadableIds: [],
        unreadableRows: 0,
        next: from + 10 < count ? from + 10 : null,
      };
    },
    readOne: async (one) => {
      calls.push(`one ${one.exchangeWithdrawalId}`);
      return all.find((record) => record.exchangeWithdrawalId === one.exchangeWithdrawalId) ?? 'absent';
    },
    oneProvesAbsence: true,
    nowMs: () => count,
    ...more,
  };
  return { source, calls };
}

const ids = (records: readonly WithdrawalRecord[]) =>
  records.map((record) => Number(record.exchangeWithdrawalId)).sort((a, b) => a - b);

describe('nextStatusStep', () => {
  test.each([
    ['one withdrawal', { leftMs: [9], pagesRead: 0, coveredMs: 0 }, 'one by one'],
    ['several, nothing read', { leftMs: [9, 9], pagesRead: 0, coveredMs: 0 }, 'page'],
    ['two left, far away', { leftMs: [990, 1000], pagesRead: 1, coveredMs: 10 }, 'one by one'],
    ['two left, on the next page', { leftMs: [4, 5], pagesRead: 1, coveredMs: 10 }, 'page'],
    ['many near, one far away', { leftMs: [4, 5, 6, 100_000], pagesRead: 1, coveredMs: 10 }, 'page'],
    ['as many pages as withdrawals', { leftMs: [15, 15], pagesRead: 1, coveredMs: 10 }, 'one by one'],
    ['pages that span no time', { leftMs: [50, 50, 50], pagesRead: 1, coveredMs: 0 }, 'one by one'],
  ] as const)('%s', (_name, input, step) => {
    expect(nextStatusStep(input)).toBe(step);
  });
});

describe('readStatusesBy', () => {
  test('one withdrawal: one request', async () => {
    const { source, calls } = aSource(1000);
    expect(await readStatusesBy([open(5)], source)).toEqual({ records: [aRecord(5, 5)], unreadable: [], notRead: [] });
    expect(calls).toEqual(['one 5']);
  });

  test('many near each other: pages; one far away: by itself', async () => {
    const { source, calls } = aSource(10_000);
    const read = await readStatusesBy(
      [...Array.from({ length: 25 }, (_, index) => open(9_999 - index)), open(7)],
      source,
    );
    expect(read).toMatchObject({ unreadable: [], notRead: [] });
    expect([read.records.length, calls.filter((name) => name === 'page').length, calls.includes('one 7')]).toEqual([
      26,
      3,
      true,
    ]);
  });

  test('absent only after it was asked for by itself', async () => {
    const { source, calls } = aSource(5);
    expect(await readStatusesBy([open(77, 1), open(2)], source)).toEqual({
      records: [aRecord(2, 2)],
      unreadable: [],
      notRead: [],
    });
    expect(calls).toEqual(['page', 'one 77']);
  });

  test('where asking proves nothing, pages must reach back to it', async () => {
    const { source, calls } = aSource(35, { oneProvesAbsence: false });
    expect((await readStatusesBy([open(77, 18)], source)).notRead).toEqual([]);
    expect(calls).toEqual(['one 77', 'page', 'page']);
  });

  test('pages out of order are read to their end', async () => {
    const records = [aRecord(1, 1), aRecord(9, 9), aRecord(5, 5)];
    let pages = 0;
    const readPage = async () => {
      const record = records[pages];
      pages += 1;
      return {
        records: record === undefined ? [] : [record],
        unreadableIds: [],
        unreadableRows: 0,
        next: pages < 3 ? pages : null,
      };
    };
    const { source } = aSource(0, { readPage, readOne: () => null });
    expect(ids((await readStatusesBy([open(5, 5)], source)).records)).toEqual([5]);
    expect(pages).toBe(3);
  });

  test('one unreadable row affects only its own', async () => {
    const readPage = async () => ({
      records: [aRecord(1, 1)],
      unreadableIds: ['2', '88'],
      unreadableRows: 0,
      next: null,
    });
    const { source } = aSource(0, { readPage, readOne: () => null });
    expect(await readStatusesBy([open(1), open(2), open(3)], source)).toEqual({
      records: [aRecord(1, 1)],
      unreadable: ['2'],
      notRead: [],
    });
  });

  test('a row without an id could be anybody: not missed, not read', async () => {
    const readPage = async () => ({ records: [], unreadableIds: [], unreadableRows: 1, next: null });
    const { source } = aSource(0, { readPage, readOne: () => null });
    expect(await readStatusesBy([open(1)], source)).toEqual({ records: [], unreadable: [], notRead: ['1'] });
  });

  test('a page fails: what was not reached is notRead', async () => {
    let pages = 0;
    const { source } = aSource(100, { readOne: () => null });
    const readPage = (cursor: number | null) =>
      (pages += 1) > 1 ? Promise.reject(failure()) : source.readPage(cursor);
    expect(await readStatusesBy([open(95), open(5)], { ...source, readPage })).toEqual({
      records: [aRecord(95, 95)],
      unreadable: [],
      notRead: ['5'],
    });
  });

  test('error: everything fails', async () => {
    const { source } = aSource(100, {
      readOne: () => Promise.reject(failure()),
      readPage: () => Promise.reject(failure()),
    });
    await expect(readStatusesBy([open(1)], source)).rejects.toThrow(ExchangeError);
    await expect(readStatusesBy([open(1), open(2)], source)).rejects.toThrow(ExchangeError);
  });

  test('nothing open: nothing asked', async () => {
    const { source, calls } = aSource(100);
    expect([await readStatusesBy([], source), calls]).toEqual([{ records: [], unreadable: [], notRead: [] }, []]);
  });

  test('behavior: whatever is open, everything that exists is found', async () => {
    const wanted = fc.uniqueArray(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(wanted, fc.boolean(), async (list, oneProvesAbsence) => {
        const { source, calls } = aSource(300, { oneProvesAbsence });
        const read = await readStatusesBy(
          list.map((id) => open(id, Math.min(id, 300))),
          source,
        );
        expect([ids(read.records), read.notRead]).toEqual([list.filter((id) => id <= 300).sort((a, b) => a - b), []]);
        expect(calls.length).toBeLessThanOrEqual(list.length + 32);
      }),
    );
  });
});

describe('readSliced', () => {
  const times = fc.array(fc.integer({ min: 1000, max: 1400 }), { maxLength: 300 });

  test('behavior: every row is read, whatever the order of a page', async () => {
    await fc.assert(
      fc.asyncProperty(times, fc.integer({ min: 2, max: 40 }), fc.boolean(), async (list, size, newestFirst) => {
        const rows = list.map((atMs, index) => ({ atMs, id: index }));
        const read = await readSliced(1000, 1400, async (from, to) => {
          const inside = rows.filter(({ atMs }) => atMs >= from && atMs <= to);
          const page = (newestFirst ? inside.toSorted((a, b) => b.atMs - a.atMs) : inside).slice(0, size);
          return { rows: page, timesMs: page.map(({ atMs }) => atMs), full: page.length === size };
        });
        const crowded = new Set(list.filter((one) => list.filter((other) => other === one).length >= size));
        expect(read.complete).toBe(crowded.size === 0);
        const seen = new Set(read.rows.map(({ id }) => id));
        for (const { id, atMs } of rows) if (!crowded.has(atMs)) expect(seen.has(id)).toBe(true);
      }),
    );
  });
});
