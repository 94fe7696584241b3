import { jest, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';

import { createLimitGate, createSharedScopes } from '../../../activities/pacing/limitGate.ts';
import type { LimitScope, RequestPriority } from '../../../domain/capabilities.ts';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

function aScope(change: Partial<LimitScope> = {}): LimitScope {
  return { name: 'wallet', per: 'key', requests: 3, perMs: 1_000, source: 'test', ...change };
}

function aGate(scope: LimitScope, limitShare = 1, sharedByHost = createSharedScopes(), host = 'h') {
  return createLimitGate({ scopes: [scope], limitShare, host, sharedByHost });
}

describe('limitGate', () => {
  test('property: never more than the limit in any window of its length, and everybody gets a turn', async () => {
    const priority = fc.constantFrom<RequestPriority>('submit', 'cancel', 'lookup', 'validate', 'poll');
    const arrival = fc.record({
      afterMs: fc.integer({ min: 0, max: 700 }),
      priority,
      holdBackMs: fc.option(fc.integer({ min: 1, max: 1_500 }), { freq: 8, nil: null }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 5 }),
        fc.constantFrom(0.2, 0.5, 1),
        fc.array(arrival, { minLength: 1, maxLength: 40 }),
        async (requests, limitShare, arrivals) => {
          const gate = aGate(aScope({ requests }), limitShare);
          const allowed = Math.max(1, Math.floor(requests * limitShare));
          const turns: number[] = [];
          let heldUntilMs = 0;
          for (const { afterMs, priority: urgency, holdBackMs } of arrivals) {
            await jest.advanceTimersByTimeAsync(afterMs);
            if (holdBackMs !== null) {
              gate.holdBack('wallet', holdBackMs);
              heldUntilMs = Math.max(heldUntilMs, Date.now() + holdBackMs);
            }
            const heldMs = heldUntilMs;
            void gate.takeTurn('wallet', urgency).then(() => {
              if (Date.now() < heldMs) throw new Error('went while held back');
              turns.push(Date.now());
            });
          }
          await jest.advanceTimersByTimeAsync(60_000);
          expect(turns).toHaveLength(arrivals.length);
          turns.forEach((turn, i) =>
            expect(turns.slice(i).filter((other) => other < turn + 1_000).length).toBeLessThanOrEqual(allowed),
          );
        },
      ),
      { numRuns: 60 },
    );
  });

  test('behavior: urgent ones go first', async () => {
    const gate = aGate(aScope({ requests: 1 }));
    const order: string[] = [];
    for (const urgency of ['poll', 'poll', 'validate', 'lookup', 'cancel', 'submit'] as const)
      void gate.takeTurn('wallet', urgency).then(() => order.push(urgency));
    await jest.advanceTimersByTimeAsync(10_000);
    expect(order).toEqual(['poll', 'submit', 'cancel', 'lookup', 'validate', 'poll']);
  });

  test('behavior: a wait that is given up uses no turn up', async () => {
    const gate = aGate(aScope({ requests: 1 }));
    await gate.takeTurn('wallet', 'poll');
    const giveUp = new AbortController();
    const waits = [
      gate.takeTurn('wallet', 'poll', giveUp.signal).catch(() => 'given up'),
      gate.takeTurn('wallet', 'poll').then(() => Date.now()),
    ];
    const startMs = Date.now();
    giveUp.abort();
    await jest.advanceTimersByTimeAsync(1_100);
    expect(await waits[0]).toBe('given up');
    expect(Number(await waits[1]) - startMs).toBeLessThanOrEqual(1_001);
  });

  test('behavior: accounts on one host share a limit per IP, the stricter setting; one per key is not', async () => {
    const shared = createSharedScopes();
    const perIp = [
      aGate(aScope({ per: 'ip', requests: 4 }), 1, shared),
      aGate(aScope({ per: 'ip', requests: 4 }), 0.5, shared),
      aGate(aScope({ per: 'ip', requests: 4 }), 1, shared, 'other'),
    ];
    const counts = [0, 0, 0];
    perIp.forEach((gate, i) =>
      Array.from(
        { length: 4 },
        () => void gate.takeTurn('wallet', 'poll').then(() => (counts[i] = (counts[i] ?? 0) + 1)),
      ),
    );
    await jest.advanceTimersByTimeAsync(500);
    expect((counts[0] ?? 0) + (counts[1] ?? 0)).toBe(2);
    expect(counts[2]).toBe(4);
    await jest.advanceTimersByTimeAsync(10_000);
    const perKey = [aGate(aScope(), 1, shared), aGate(aScope(), 1, shared)];
    let turns = 0;
    for (const gate of perKey)
      for (let i = 0; i < 3; i += 1) void gate.takeTurn('wallet', 'poll').then(() => (turns += 1));
    await jest.advanceTimersByTimeAsync(0);
    expect(turns).toBe(6);
  });

  test('error: a scope that does not exist is a mistake of ours', async () => {
    await expect(aGate(aScope()).takeTurn('walet', 'poll')).rejects.toThrow('no such limit scope: walet');
  });
});
