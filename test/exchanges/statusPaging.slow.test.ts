import { describe, expect, test } from '@jest/globals';

import { defaultCadence } from '../../activities/feed/cadence.ts';
import { createStatusFeed } from '../../activities/feed/createStatusFeed.ts';
import { sleep } from '../../activities/sleep.ts';
import type { Exchange, OpenWithdrawal, StatusRead, StatusReadContext } from '../../exchanges/exchange.ts';
import type { Simulator, SimulatorOptions } from '../../simulator/index.ts';
import { withBtse } from './btse/support.ts';
import { poll, tronAddress as address } from './support/aRequest.ts';
import { withSimulator } from './support/withSimulator.ts';

/*
 * More withdrawals are open than a page holds, and many more have been finished since. No open record is missed, and
 * no read costs more requests than it must.
 */

type Setting = { readonly simulator: Simulator; readonly exchange: Exchange };
type Start = (options?: Partial<SimulatorOptions>) => Promise<Setting>;

const exchanges: readonly (readonly [string, { start: Start; network: string; pageSize: number }])[] = [
  ['bigone', { start: (options) => withSimulator('bigone', options), network: 'Tron', pageSize: 200 }],
  ['bitunix', { start: (options) => withSimulator('bitunix', options), network: 'Tron (TRC-20)', pageSize: 100 }],
  ['btse', { start: (options) => withBtse(options), network: 'Tron', pageSize: 100 }],
  [
    'btse, oldest first',
    { start: (options) => withBtse({ ...options, btse: { order: 'oldestFirst' } }), network: 'Tron', pageSize: 100 },
  ],
];
const hour = 3_600_000;

describe.each(exchanges)('%s: many records', (name, { start, network, pageSize }) => {
  const add = (simulator: Simulator, acceptedAtMs: number, status: 'pending' | 'completed' = 'completed') =>
    simulator.addForeignWithdrawal({ asset: 'TRX', network, address, amount: '20', acceptedAtMs, status });
  const open = (exchangeWithdrawalId: string, atMs: number, more: Partial<OpenWithdrawal> = {}): OpenWithdrawal => ({
    exchangeWithdrawalId,
    clientWithdrawalId: null,
    asset: 'TRX',
    notBeforeMs: atMs - 15 * 60_000,
    acceptedAtMs: atMs,
    ...more,
  });
  const requestsOf = (simulator: Simulator) =>
    Object.values(simulator.requestCounts()).reduce((sum, count) => sum + count, 0);
  const shownBy = ({ records }: StatusRead) => records.map((record) => record.exchangeWithdrawalId).sort();

  test('behavior: 1,500 finished ones since do not hide an old one', async () => {
    const { simulator, exchange } = await start();
    const nowMs = Date.now();
    const old = add(simulator, nowMs - 48 * hour, 'pending');
    for (let index = 0; index < 1_500; index += 1) add(simulator, nowMs - 24 * hour + index * 57_000);
    const fresh = Array.from({ length: 5 }, (_, index) => ({
      id: add(simulator, nowMs - 1_000 + index, 'pending'),
      atMs: nowMs - 1_000 + index,
    }));
    const read = await exchange.readStatuses(
      [...fresh.map(({ id, atMs }) => open(id, atMs)), open(old, nowMs - 48 * hour)],
      poll,
    );
    expect([shownBy(read), read.unreadable, read.notRead]).toEqual([
      [old, ...fresh.map(({ id }) => id)].sort(),
      [],
      [],
    ]);
  });

  test('behavior: whose time of creation is known is found by few requests', async () => {
    const { simulator, exchange } = await start();
    const nowMs = Date.now();
    const times = Array.from({ length: 4 }, (_, index) => nowMs - 48 * hour + index * hour);
    const old = times.map((atMs) => open(add(simulator, atMs, 'pending'), atMs, { createdAtMs: atMs }));
    for (let index = 0; index < 1_500; index += 1) add(simulator, nowMs - 24 * hour + index * 57_000);
    const read = await exchange.readStatuses(old, poll);
    expect([shownBy(read), read.notRead]).toEqual([old.map((one) => one.exchangeWithdrawalId).sort(), []]);
    // Without an id or guid to ask for, only pages are left.
    if (name !== 'bigone') expect(requestsOf(simulator)).toBeLessThanOrEqual(6);
  });

  test('behavior: a time of creation that is wrong hides nothing', async () => {
    const { simulator, exchange } = await start();
    const nowMs = Date.now();
    const old = add(simulator, nowMs - 48 * hour, 'pending');
    for (let index = 0; index < 300; index += 1) add(simulator, nowMs - 24 * hour + index * 57_000);
    const read = await exchange.readStatuses([open(old, nowMs - 48 * hour, { createdAtMs: nowMs - 30 * hour })], poll);
    expect([shownBy(read), read.notRead]).toEqual([[old], []]);
  });

  test('behavior: equal times across the border of a page hide nobody', async () => {
    const { simulator, exchange } = await start();
    const nowMs = Date.now() - 60_000;
    // Ten rows at the same time: every page ends among them.
    const rows = Array.from({ length: pageSize * 3 + 5 }, (_, index) => ({ atMs: nowMs + Math.floor(index / 10) * 3 }));
    const opens = rows.map(({ atMs }) => open(add(simulator, atMs, 'pending'), atMs));
    const read = await exchange.readStatuses(opens, poll);
    expect([shownBy(read), read.notRead]).toEqual([opens.map((one) => one.exchangeWithdrawalId).sort(), []]);
  });

  test('behavior: records that come in while pages are read push nobody out of sight', async () => {
    const { simulator, exchange } = await start();
    const nowMs = Date.now() - 10 * 60_000;
    const opens = Array.from({ length: pageSize * 3 }, (_, index) =>
      open(add(simulator, nowMs + index * 900, 'pending'), nowMs + index * 900),
    );
    let pages = 0;
    const context: StatusReadContext = {
      ...poll,
      onRecords() {
        pages += 1;
        // A burst during the read, but not so many that no read could keep up.
        if (pages <= 4) for (let index = 0; index < 30; index += 1) add(simulator, Date.now());
      },
    };
    const read = await exchange.readStatuses(opens, context);
    expect(pages).toBeGreaterThanOrEqual(3);
    expect([shownBy(read), read.notRead]).toEqual([opens.map((one) => one.exchangeWithdrawalId).sort(), []]);
  });

  // As far as a clock may be off for its signatures.
  test.each([-25_000, 25_000])('behavior: an exchange whose clock is %i ms off hides nobody', async (clockOffsetMs) => {
    const { simulator, exchange } = await start({ clockOffsetMs, recvWindowMs: hour });
    const nowMs = Date.now();
    const opens = Array.from({ length: pageSize + 20 }, (_, index) =>
      open(add(simulator, nowMs + clockOffsetMs - index * 100, 'pending'), nowMs),
    );
    const read = await exchange.readStatuses(opens, poll);
    expect([shownBy(read), read.notRead]).toEqual([opens.map((one) => one.exchangeWithdrawalId).sort(), []]);
  });

  test('behavior: each page is told before the next is asked for', async () => {
    const { simulator, exchange } = await start();
    const nowMs = Date.now() - 10 * 60_000;
    const opens = Array.from({ length: pageSize * 3 }, (_, index) =>
      open(add(simulator, nowMs + index * 900, 'pending'), nowMs + index * 900),
    );
    const before = requestsOf(simulator);
    const told: number[] = [];
    await exchange.readStatuses(opens, { ...poll, onRecords: () => void told.push(requestsOf(simulator) - before) });
    expect(told.slice(0, 3)).toEqual([1, 2, 3]);
  });

  test('behavior: an old one among fresh ones costs a deep read at its own pace, not at theirs', async () => {
    const { simulator, exchange } = await start();
    const nowMs = Date.now();
    const old = add(simulator, nowMs - 48 * hour, 'pending');
    for (let index = 0; index < 1_000; index += 1) add(simulator, nowMs - 24 * hour + index * 86_000);
    const fresh = Array.from({ length: 5 }, (_, index) => add(simulator, nowMs - 5 + index, 'pending'));
    const reads = { ofFresh: 0, withOld: 0 };
    const counted: Pick<Exchange, 'readStatuses' | 'capabilities'> = {
      capabilities: exchange.capabilities,
      readStatuses(targets, context) {
        const isOld = targets.some((one) => one.exchangeWithdrawalId === old);
        if (isOld) reads.withOld += 1;
        if (targets.some((one) => one.exchangeWithdrawalId !== old)) reads.ofFresh += 1;
        expect(isOld && targets.length > 1).toBe(false);
        return exchange.readStatuses(targets, context);
      },
    };
    const cadence = {
      ...defaultCadence,
      baseIntervalMs: 40,
      steps: [{ youngerThanMs: hour, factor: 1 }],
      oldFactor: 1_000,
    };
    const feed = createStatusFeed({
      exchange: counted,
      account: 'x/y',
      nowMs: Date.now,
      sleep,
      cadence,
      onHealth: () => {},
      log: { debug() {}, info() {}, warn() {}, error() {} },
    });
    const wait = (id: string, atMs: number) =>
      feed.wait({
        target: { exchangeWithdrawalId: id, clientWithdrawalId: null, asset: 'TRX', notBeforeMs: atMs - 15 * 60_000 },
        followingSinceMs: atMs,
        expectation: {
          lastSeen: { exchangeStatus: null, status: 'PENDING', txid: null, action: null },
          missing: false,
          confirmMoneyBackMs: 60_000,
          recordMissingMs: 300_000,
        },
        signal: new AbortController().signal,
      });
    void wait(old, nowMs - 48 * hour);
    for (const id of fresh.slice(1)) void wait(id, nowMs);
    const changed = wait(fresh[0] ?? '', nowMs);
    // Twenty rounds of the fresh ones, then one of them changes.
    while (reads.ofFresh < 20) await sleep(10);
    simulator.advance(fresh[0] ?? '', 'broadcast');
    const answer = await changed;
    feed.close();
    expect(answer.kind === 'stopped' || answer.kind === 'closing').toBe(false);
    expect(reads.withOld).toBe(1);
    // One page in each round, and the old one once: by its id, or back through all that came since. (BTSE's windows
    // are cut, and partly read again.)
    const deep = { bigone: 25, bitunix: 5, btse: 90, 'btse, oldest first': 5 }[name] ?? 0;
    expect(requestsOf(simulator)).toBeLessThanOrEqual(reads.ofFresh + 2 + deep);
  });
});
