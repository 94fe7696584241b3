import { expect, test } from '@jest/globals';

import { planLives } from '../../bench/follow/planLives.ts';
import { detections } from '../../bench/support/detections.ts';
import { planChanges } from '../../bench/support/planChanges.ts';
import { requestsBetween } from '../../bench/support/startExchangeProcess.ts';

test('a life: broadcast in its first half, completed around its last poll', () => {
  const plan = { startMs: 1_000, cadenceMs: 100, polls: 30, spread: 2 };
  const earliest = planLives(['a'], { ...plan, random: () => 0 });
  const latest = planLives(['a'], { ...plan, random: () => 1 });
  expect(earliest.map((change) => [change.status, change.atMs])).toEqual([
    ['broadcast', 1_600],
    ['completed', 3_800],
  ]);
  expect(latest.map((change) => [change.status, change.atMs])).toEqual([
    ['broadcast', 2_500],
    ['completed', 4_200],
  ]);
});

test('a window: the first change in its first half, the second in its second', () => {
  const times = planChanges(['a', 'b'], { startMs: 0, windowMs: 100, random: () => 0.5 }).map((change) => change.atMs);
  expect(times).toEqual([25, 75, 25, 75]);
});

test("detection: from the exchange's change to the note of it, for both changes", () => {
  const at = (ms: number): { at: string; kind: string } => ({ at: new Date(ms).toISOString(), kind: 'status' });
  const noted = {
    exchangeWithdrawalId: 'x',
    state: { timeline: [at(500), { at: new Date(1_000).toISOString(), kind: 'attention' }, at(1_300), at(2_400)] },
  };
  expect(detections([noted], { x: { broadcast: 1_000, completed: 2_000 } })).toEqual([300, 400]);
  expect(() => detections([noted], { x: { broadcast: 1_000 } })).toThrow('x was never seen completed');
});

test('requests between two counts, by endpoint and in all', () => {
  const before = { byEndpoint: { 'GET /a': 3, 'GET /b': 1 }, refused: 1, accepted: 0 };
  const after = { byEndpoint: { 'GET /a': 5, 'GET /b': 1, 'GET /c': 4 }, refused: 3, accepted: 0 };
  expect(requestsBetween(before, after)).toEqual({ total: 6, refused: 2, byEndpoint: { 'GET /a': 2, 'GET /c': 4 } });
});
