import { afterAll, describe, expect, test } from '@jest/globals';

import { startWorld } from '../support/world.ts';
import { aStill, both, eventually } from '../workflows/support/withdrawals.ts';

const world = await startWorld({ worker: false });
afterAll(() => world.stop());

describe('drain (as on SIGTERM)', () => {
  test('in the middle of slow submits: they complete; another worker goes on; each accepted once', async () => {
    const running = await world.startWorker();
    const requests = both.map((exchange) => ({ exchange, request: world.request(exchange) }));
    for (const { exchange, request } of requests)
      world.simulators[exchange].arm({
        name: 'slow',
        on: 'submit',
        delayMs: 3_000,
        match: { address: request.address },
      });
    for (const { request } of requests) await world.client.start(request);
    await eventually(
      () => requests.every(({ exchange, request }) => world.accepted(exchange, request).length === 1),
      'both exchanges have read the submits',
    );
    await running.drain();
    await running.done;
    const other = await world.startWorker();
    for (const { exchange, request } of requests) {
      const result = await world.client.result(request.withdrawalId);
      // Its own answer came: it was never unknown and never looked up.
      expect(result).toMatchObject({
        status: 'L1_COMPLETED',
        moneyLeft: 'yes',
        state: { submissions: [{ number: 1, outcome: 'accepted' }], recovery: false },
      });
      expect(result.state.timeline.map(({ text }) => text).join('\n')).not.toContain('unknown');
      expect(world.accepted(exchange, request)).toHaveLength(1);
    }
    await other.drain();
  });

  test('while many are followed: the waits go back at once, and another worker follows them to their end', async () => {
    const running = await world.startWorker();
    const requests = Array.from({ length: 20 }, (_, i) => ({
      exchange: both[i % 2] ?? 'bigone',
      request: aStill(world, both[i % 2] ?? 'bigone'),
    }));
    await Promise.all(requests.map(({ request }) => world.client.start(request)));
    await Promise.all(
      requests.map(({ request }) => world.until(request.withdrawalId, (view) => view.phase === 'FOLLOWING')),
    );
    const begunAt = Date.now();
    await running.drain();
    // Well below the hold of 20 s.
    expect(Date.now() - begunAt).toBeLessThan(10_000);
    await running.done;
    for (const { exchange, request } of requests)
      world.simulators[exchange].advance(world.accepted(exchange, request)[0]?.exchangeWithdrawalId ?? '', 'completed');
    await world.startWorker();
    for (const { withdrawalId, status } of await world.client.result(
      requests.map(({ request }) => request.withdrawalId),
    ))
      expect(`${withdrawalId} ${status}`).toBe(`${withdrawalId} L1_COMPLETED`);
    for (const { exchange, request } of requests) expect(world.accepted(exchange, request)).toHaveLength(1);
  });
});
