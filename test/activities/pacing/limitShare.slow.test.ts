import { afterEach, describe, expect, test } from '@jest/globals';

import { defaultCadence } from '../../../activities/feed/cadence.ts';
import { createStatusFeed } from '../../../activities/feed/createStatusFeed.ts';
import type { StatusFeed } from '../../../activities/feed/statusFeed.ts';
import { createLimitGate, createSharedScopes } from '../../../activities/pacing/limitGate.ts';
import { sleep } from '../../../activities/sleep.ts';
import { createExchange } from '../../../exchanges/createExchange.ts';
import { createHttpPort } from '../../../exchanges/http/httpClient.ts';
import { exchanges } from '../../../exchanges/registry.ts';
import { startSimulator, type Simulator } from '../../../simulator/index.ts';
import { apiKey, apiSecret } from '../../exchanges/support/withSimulator.ts';

const network = 'Tron (TRC-20)';
const address = 'TQn9Y2khEsLJW1ChVWFMSMeRDow5KcbLSE';
const rateLimit = { requests: 10, perMs: 1_000 };
const silent = { debug() {}, info() {}, warn() {}, error() {} };
const running: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of running.splice(0)) await stop();
});

/** What one worker process has of an account: its own gate, connections, adapter and feed. */
function aProcess(simulator: Simulator, limitShare: number) {
  const scopes = ['history', 'account'].map((name) => ({ name, per: 'ip' as const, ...rateLimit, source: 'test' }));
  const gate = createLimitGate({ scopes, limitShare, pollShare: 0.9, host: 'h', sharedByHost: createSharedScopes() });
  const definition = exchanges['bitunix'];
  if (definition === undefined) throw new Error('no adapter');
  const exchange = createExchange(definition, {
    baseUrl: simulator.baseUrl,
    credentials: { apiKey, apiSecret },
    options: null,
    exchangeAccountId: '4711',
    http: createHttpPort({ gate, log: silent, nowMs: Date.now }),
    nowMs: Date.now,
  });
  const feed: StatusFeed = createStatusFeed({
    exchange,
    account: 'bitunix/t',
    nowMs: Date.now,
    sleep,
    cadence: { ...defaultCadence, baseIntervalMs: 50 },
    onHealth: () => {},
    log: silent,
  });
  running.push(() => feed.close());
  return { exchange, feed };
}

async function aSimulator(): Promise<Simulator> {
  const accounts = [{ apiKey, apiSecret, accountId: '4711', balances: { TRX: '100000' } }];
  const simulator = await startSimulator({
    exchange: 'bitunix',
    accounts,
    script: [{ afterMs: 1e9, status: 'completed' }],
    rateLimit,
  });
  running.push(() => simulator.close());
  return simulator;
}

describe('limitShare', () => {
  test('behavior: two busy processes on one account are never refused, and urgent reads go first', async () => {
    const simulator = await aSimulator();
    const processes = [aProcess(simulator, 0.5), aProcess(simulator, 0.5)];
    // Far more than a page, so that every read takes several requests.
    const ids = Array.from({ length: 450 }, (_, index) =>
      simulator.addForeignWithdrawal({
        asset: 'TRX',
        network,
        address,
        amount: '20',
        acceptedAtMs: Date.now() - 60_000 + index * 100,
      }),
    );
    const wait = (feed: StatusFeed, id: string) =>
      feed.wait({
        target: {
          exchangeWithdrawalId: id,
          clientWithdrawalId: null,
          asset: 'TRX',
          notBeforeMs: Date.now() - 15 * 60_000,
        },
        followingSinceMs: Date.now(),
        expectation: {
          lastSeen: { exchangeStatus: null, status: 'PENDING', txid: null, action: null },
          missing: false,
          confirmMoneyBackMs: 60_000,
          recordMissingMs: 300_000,
        },
        signal: new AbortController().signal,
      });
    const waits = ids.map((id, index) => wait((processes[index % 2] ?? processes[0])?.feed as StatusFeed, id));
    const sum = () => Object.values(simulator.requestCounts()).reduce((total, count) => total + count, 0);
    const beganMs = Date.now();
    // Look-ups beside the polls, in bursts, until a good number of windows has passed.
    const lookedMs: number[] = [];
    while (sum() < 60) {
      const startMs = Date.now();
      await Promise.all(
        processes.map(({ exchange }, index) =>
          exchange.findById(
            ids[index] ?? '',
            { asset: 'TRX', clientWithdrawalId: null, notBeforeMs: 0 },
            { priority: 'lookup' },
          ),
        ),
      );
      lookedMs.push(Date.now() - startMs);
      // Then the polls have their turn.
      for (const before = sum(); sum() < before + 4;) await sleep(10);
    }
    const seconds = (Date.now() - beganMs) / 1_000;
    for (const id of ids.slice(0, 50)) simulator.advance(id, 'broadcast');
    const answers = await Promise.all(waits.slice(0, 50));
    expect(answers.every((answer) => answer.kind === 'changed')).toBe(true);
    expect(simulator.requestsRefusedByRateLimit()).toBe(0);
    expect(lookedMs.length).toBeGreaterThan(5);
    expect(sum() / seconds).toBeLessThanOrEqual(10 + 20 / seconds);
  });
});
