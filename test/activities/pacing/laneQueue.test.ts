import { describe, expect, test } from '@jest/globals';

import { createLaneQueue } from '../../../activities/pacing/laneQueue.ts';

function aQueue() {
  let now = 1_000_000;
  const queue = createLaneQueue(() => now);
  const wait = (laneKey: string, withdrawalId: string, waitingSinceMs: number): number =>
    queue.delayUntilNextTry({ laneKey, withdrawalId, waitingSinceMs });
  return { queue, wait, pass: (ms: number) => void (now += ms) };
}

describe('laneQueue', () => {
  test('default: the three that wait longest try within a second, whoever came first to this process', () => {
    const { wait } = aQueue();
    for (const sinceMs of [50, 40, 30, 20, 10]) wait('lane', `w-${sinceMs}`, sinceMs);
    const delays = [10, 20, 30, 40, 50].map((sinceMs) => wait('lane', `w-${sinceMs}`, sinceMs));
    for (const delayMs of delays.slice(0, 3)) {
      expect(delayMs).toBeGreaterThanOrEqual(500);
      expect(delayMs).toBeLessThanOrEqual(1_000);
    }
    for (const delayMs of delays.slice(3)) expect(delayMs).toBeGreaterThan(2_000);
  });

  test('behavior: who is far behind waits as long as turns take here, and never longer than 15 s', () => {
    const { queue, wait, pass } = aQueue();
    for (let sinceMs = 0; sinceMs < 10; sinceMs += 1) wait('lane', `w-${sinceMs}`, sinceMs);
    expect(wait('lane', 'w-9', 9)).toBeLessThanOrEqual(9_000);
    for (let turn = 0; turn < 8; turn += 1) {
      queue.noteTaken('lane', 'another process took these');
      pass(100);
      wait('lane', 'w-0', 0);
    }
    const quickly = wait('lane', 'w-9', 9);
    expect(quickly).toBeLessThan(3_000);
    for (let turn = 0; turn < 8; turn += 1) {
      for (let sinceMs = 0; sinceMs < 10; sinceMs += 1) wait('lane', `w-${sinceMs}`, sinceMs);
      queue.noteTaken('lane', 'another process took these');
      pass(60_000);
    }
    for (let sinceMs = 0; sinceMs < 10; sinceMs += 1) wait('lane', `w-${sinceMs}`, sinceMs);
    expect(wait('lane', 'w-9', 9)).toBeGreaterThan(11_000);
    expect(wait('lane', 'w-9', 9)).toBeLessThanOrEqual(15_000);
  });

  test('behavior: who takes the lane, or has not tried when it should have, is ahead of nobody', () => {
    const { queue, wait, pass } = aQueue();
    for (const sinceMs of [1, 2, 3, 4]) wait('lane', `w-${sinceMs}`, sinceMs);
    expect(wait('lane', 'w-5', 5)).toBeGreaterThan(1_000);
    queue.noteTaken('lane', 'w-1');
    queue.noteTaken('lane', 'w-2');
    expect(wait('lane', 'w-5', 5)).toBeLessThanOrEqual(1_000);
    wait('lane', 'w-6', 6);
    pass(30_000);
    expect(wait('lane', 'w-7', 7)).toBeLessThanOrEqual(1_000);
  });

  test('behavior: lanes know nothing of each other', () => {
    const { wait } = aQueue();
    for (const sinceMs of [1, 2, 3, 4]) wait('lane', `w-${sinceMs}`, sinceMs);
    expect(wait('other', 'w-5', 5)).toBeLessThanOrEqual(1_000);
  });
});
