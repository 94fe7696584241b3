import { expect, test } from '@jest/globals';

import { followRatios, type FollowRun } from '../../bench/follow/followRatios.ts';
import { growthRows } from '../../bench/growth/growthRows.ts';
import { floorSeconds, toSide } from '../../bench/limit/limitFigures.ts';

const detection = { count: 2, p50: 500, p90: 900, p99: 1_100, max: 1_100 };
const figures = (scale: number): NonNullable<FollowRun['forms']['ours']> => ({
  inFlight: 10,
  cadenceMs: 1_000,
  seconds: 30,
  historyEvents: { mean: 40 * scale, p50: 40, max: 40 },
  exchangeCalls: 30 * scale,
  tooManyRequests: 0,
  serverCpu: scale,
  workerCpu: 2 * scale,
  workerRssBytes: 1,
  detection,
  callsPerWithdrawal: 3,
  actions: { events: 40, actions: 9, byKind: {} },
});

test('follow: ours beside each reference, null where it was left out', () => {
  const run: FollowRun = {
    exchange: 'bigone',
    server: 'embedded',
    inFlight: 10,
    polls: 30,
    cadenceSeconds: 1,
    forms: { ours: figures(1), loop: figures(8) },
    longRun: figures(1),
  };
  expect(followRatios(run)).toEqual({
    ratios: { historyEvents: 0.125, exchangeCalls: 0.125, serverCpu: 0.125, workerCpu: 0.125 },
    ratiosToRetry: null,
    detectionP99OverCadence: 1.1,
    historyEventsOfLongRun: 40,
  });
});

test('limit: the floor is one read of everything, full requests or not', () => {
  const limit = { requests: 10, perMs: 1_000 };
  expect(floorSeconds(1_000, 100, limit)).toBe(1);
  expect(floorSeconds(701, 100, limit)).toBeCloseTo(0.8);
});

test('limit: the share of the budget is of what was allowed in the time measured', () => {
  const side = toSide(
    { detectionMs: [1, 2, 3], requests: 240, refused: 1, seconds: 30 },
    { requests: 10, perMs: 1_000 },
  );
  expect(side).toMatchObject({ budgetShare: 0.8, tooManyRequests: 1, requests: 240 });
});

test('growth: each cost over the sizes, and by how much it grew', () => {
  expect(
    growthRows([
      { calls: 2, idle: 0 },
      { calls: 8, idle: 0 },
      { calls: 40, idle: 0 },
    ]),
  ).toEqual({
    calls: { values: [2, 8, 40], grewBy: 20 },
    idle: { values: [0, 0, 0], grewBy: null },
  });
});
