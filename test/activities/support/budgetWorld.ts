import type { Cadence } from '../../../activities/feed/cadence.ts';
import { defaultCadence } from '../../../activities/feed/cadence.ts';
import { createStatusFeed } from '../../../activities/feed/createStatusFeed.ts';
import type { Capabilities } from '../../../domain/capabilities.ts';
import type { WithdrawalRecord } from '../../../domain/withdrawal.ts';
import { ExchangeError } from '../../../exchanges/errors.ts';
import type { OpenWithdrawal, StatusRead, StatusReadContext } from '../../../exchanges/exchange.ts';
import { FakeExchange } from './fakeExchange.ts';
import { VirtualClock } from './virtualClock.ts';

export type BudgetOptions = {
  readonly batch?: Capabilities['statusBatch'];
  /** Requests a second that may go, evenly. */
  readonly rate?: number;
  readonly latencyMs?: number;
  readonly cadence?: Partial<Cadence>;
};

/** An exchange by ids behind a paced limit, in virtual time, and a feed on it. */
export function createBudgetWorld({
  batch = { kind: 'ids', size: 100 },
  rate = 10,
  latencyMs = 30,
  cadence = {},
}: BudgetOptions = {}) {
  const clock = new VirtualClock();
  const fake = new FakeExchange(clock);
  const spacingMs = 1_000 / rate;
  const limit = { nextMs: 0, waiting: 0, mostWaiting: 0, mostAtOnce: 0, underWay: 0 };
  const requests: { readonly atMs: number; readonly ids: readonly string[] }[] = [];
  /** Ids whose presence makes a request fail. */
  const poison = new Set<string>();

  async function takeTurn(): Promise<void> {
    const atMs = Math.max(limit.nextMs, clock.now());
    limit.nextMs = atMs + spacingMs;
    limit.waiting += 1;
    limit.mostWaiting = Math.max(limit.mostWaiting, limit.waiting);
    if (atMs > clock.now()) await clock.sleep(atMs - clock.now());
    limit.waiting -= 1;
  }

  async function readStatuses(open: readonly OpenWithdrawal[], context: StatusReadContext): Promise<StatusRead> {
    await takeTurn();
    context.onTurn?.();
    const ids = open.map((one) => one.exchangeWithdrawalId);
    requests.push({ atMs: clock.now(), ids });
    limit.underWay += 1;
    limit.mostAtOnce = Math.max(limit.mostAtOnce, limit.underWay);
    // The answer is what the record was when the request arrived.
    const records = ids.flatMap((id) => fake.records.get(id) ?? []);
    await clock.sleep(latencyMs);
    limit.underWay -= 1;
    if (ids.some((id) => poison.has(id)) || fake.down !== null)
      throw new ExchangeError({ reason: fake.down ?? 'noAnswer', adapter: 'fake', endpoint: 'GET /x' });
    return { records, unreadable: [], notRead: [] };
  }

  const feed = createStatusFeed({
    exchange: { capabilities: { ...fake.capabilities, statusBatch: batch }, readStatuses },
    account: 'fake/treasury',
    nowMs: clock.now,
    sleep: clock.sleep,
    cadence: { ...defaultCadence, ...cadence },
    onHealth: () => {},
    log: { debug() {}, info() {}, warn() {}, error() {} },
  });

  const seen = new Map<string, number[]>();
  const changedAtMs = new Map<string, number>();

  /** Waits for change after change of one, and notes how long each took to be seen. */
  async function follow(id: string, ageMs = 0): Promise<void> {
    const followingSinceMs = clock.now() - ageMs;
    let last = fake.records.get(id) as WithdrawalRecord;
    for (;;) {
      const { exchangeStatus, status, txid, action } = last;
      const answer = await feed.wait({
        target: {
          exchangeWithdrawalId: id,
          clientWithdrawalId: null,
          asset: 'USDT',
          notBeforeMs: followingSinceMs - 900_000,
        },
        followingSinceMs,
        expectation: {
          lastSeen: { exchangeStatus, status, txid, action },
          missing: false,
          confirmMoneyBackMs: 60_000,
          recordMissingMs: 300_000,
        },
        signal: new AbortController().signal,
      });
      if (answer.kind !== 'changed') return;
      last = answer.record;
      seen.set(id, [...(seen.get(id) ?? []), clock.now() - (changedAtMs.get(id) ?? 0)]);
    }
  }

  let words = 0;
  /** So many open withdrawals of an age, followed from now on. */
  function open(count: number, ageMs = 0): string[] {
    return Array.from({ length: count }, () => {
      const { exchangeWithdrawalId: id } = fake.addRecord();
      void follow(id, ageMs);
      return id;
    });
  }

  function change(id: string): void {
    changedAtMs.set(id, clock.now());
    fake.setStatus(id, { exchangeStatus: `word ${(words += 1)}` });
  }

  const readsOf = (id: string): number => requests.filter(({ ids }) => ids.includes(id)).length;
  return { clock, fake, feed, limit, requests, poison, seen, open, change, readsOf };
}

export type BudgetWorld = ReturnType<typeof createBudgetWorld>;

/** Changes `count` of them one after another over `overMs`; how long each took to be seen, sorted. */
export async function measureDetection(
  world: BudgetWorld,
  ids: readonly string[],
  { count, overMs }: { count: number; overMs: number },
): Promise<number[]> {
  world.seen.clear();
  // Spread over all ids, and not in the order in which they are read.
  const chosen = Array.from({ length: count }, (_, index) => ids[(index * 7_919) % ids.length] ?? '');
  for (const id of chosen) {
    world.change(id);
    await world.clock.pass(overMs / count);
  }
  // Long enough for the last change to be seen.
  await world.clock.pass(12_000);
  return [...world.seen.values()].flat().sort((a, b) => a - b);
}

export const percentile = (sorted: readonly number[], part: number): number =>
  sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * part) - 1)] ?? Number.NaN;
