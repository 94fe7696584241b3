import { describe, expect, test } from '@jest/globals';

import { startSimulator } from '../../simulator/index.ts';
import { startWorld, type World } from '../support/world.ts';
import { aStill, both, eventually, following, texts, type TestExchange } from '../workflows/support/withdrawals.ts';
import { startOtherWorker, stopWorker } from './support/otherWorker.ts';

const theirs = '9009';
const idOf = { bigone: '1001', bitunix: '2001' } as const;

/**
 * A worker that reaches another exchange account. It starts while its exchange cannot be asked whose key it has;
 * otherwise it would refuse to start.
 */
type Stranger = {
  readonly start: () => Promise<{ leave: () => Promise<void> }>;
  readonly answers: () => Promise<void>;
  readonly booked: () => number;
};

/** Reaches another exchange: the same paths, keys and account number, but another base URL and another history. */
async function atAnotherPlace(world: World, exchange: TestExchange): Promise<Stranger> {
  const elsewhere = await startSimulator({
    exchange,
    accounts: [
      {
        apiKey: `key-${exchange}-${world.tag}`,
        apiSecret: `secret-${world.tag}`,
        accountId: idOf[exchange],
        balances: { USDT: '1000000' },
      },
    ],
    rateLimit: { requests: 10_000, perMs: 1_000 },
  });
  await elsewhere.pause();
  return {
    async start() {
      const worker = await startOtherWorker(world, {
        text: (good) => renamed(good).replaceAll(world.simulators[exchange].baseUrl, elsewhere.baseUrl),
      });
      return {
        async leave() {
          await stopWorker(worker);
          await elsewhere.close();
        },
      };
    },
    answers: () => elsewhere.resume(),
    booked: () => elsewhere.ledger.accepted().length,
  };
}

const renamed = (good: string): string => good.replace(/name = "worker-[^"]*"/, 'name = "the stranger"');

/**
 * Starts the stranger beside the world's own worker, plays withdrawals, compares both ledgers, and stops the stranger.
 */
async function playStranger(world: World, exchange: TestExchange, stranger: Stranger): Promise<void> {
  const account = world.accountOf(exchange);
  const still = aStill(world, exchange);
  const { exchangeWithdrawalId } = await following(world, still);
  const there = await stranger.start();
  const requests = Array.from({ length: 4 }, () => world.request(exchange));
  try {
    await stranger.answers();
    await Promise.all(requests.map((request) => world.client.start(request)));
    // What an operator sees: on the account, naming the worker; the withdrawals only wait.
    await eventually(
      async () =>
        (await world.client.account.state(account)).health.some(
          ({ attention, worker }) => attention === 'accountMismatch' && worker === 'the stranger',
        ),
      'the stranger was noticed',
    );
    const { health } = await world.client.account.state(account);
    expect(health.map(({ message }) => message).join()).toMatch(/another exchange account|the exchange says/);
    await eventually(async () => (await world.client.list({ account }).toArray()).length >= 5, 'all are listed');
  } finally {
    await there.leave();
  }
  world.simulators[exchange].advance(exchangeWithdrawalId ?? '', 'completed');
  for (const request of [still, ...requests]) {
    const result = await world.client.result(request.withdrawalId);
    expect(result).toMatchObject({ status: 'L1_COMPLETED', moneyLeft: 'yes' });
    // It never said that there is no such record.
    expect(texts(result.state)).not.toMatch(/not shown|no record found/);
    expect(world.accepted(exchange, request)).toHaveLength(1);
  }
  expect(stranger.booked()).toBe(0);
}

describe.each(both)('a worker on the queue of %s that reaches', (exchange) => {
  test.concurrent('another base URL refuses; nothing is delivered or missed there', async () => {
    const world = await startWorld();
    try {
      const stranger = await atAnotherPlace(world, exchange);
      await playStranger(world, exchange, stranger);
    } finally {
      await world.stop();
    }
  });

  test.concurrent("the same place with another account's key refuses; nothing leaves that account", async () => {
    const account = (accountId: string) => ({
      apiKey: `key-of-${accountId}`,
      apiSecret: 'one-secret-for-all',
      accountId,
      balances: { USDT: '1000000' },
    });
    const world = await startWorld({
      worker: false,
      bigone: { accounts: [account(idOf.bigone), account(theirs)] },
      bitunix: { accounts: [account(idOf.bitunix), account(theirs)] },
    });
    const named = (name: TestExchange): string => `KEY_${name.toUpperCase()}_${world.tag.toUpperCase()}`;
    Object.assign(world.env, {
      [named('bigone')]: `key-of-${idOf.bigone}`,
      [named('bitunix')]: `key-of-${idOf.bitunix}`,
      [`SECRET_${world.tag.toUpperCase()}`]: 'one-secret-for-all',
    });
    await world.startWorker();
    try {
      const simulator = world.simulators[exchange];
      const stranger: Stranger = {
        async start() {
          await simulator.pause();
          const text = (good: string): string =>
            renamed(good).replace(`exchangeAccountId = "${idOf[exchange]}"`, `exchangeAccountId = "${theirs}"`);
          const worker = await startOtherWorker(world, { text, env: { [named(exchange)]: `key-of-${theirs}` } });
          return { leave: () => stopWorker(worker) };
        },
        answers: () => simulator.resume(),
        booked: () => simulator.ledger.accepted({ accountId: theirs }).length,
      };
      await playStranger(world, exchange, stranger);
    } finally {
      await world.stop();
    }
  });
});
