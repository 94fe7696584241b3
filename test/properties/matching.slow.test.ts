import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';

import type { Fate } from './support/modelExchange.ts';
import { modelPlan } from './support/modelPlan.ts';
import { type ModelPlan, playModel } from './support/modelWorld.ts';

const numRuns = Number(process.env['PROPERTY_RUNS'] ?? 25);

const fate: Fate = { kind: 'replyLost', bookedAfterMs: 0, answeredAfterMs: 0, lagMs: 0, feeLagMs: 0, fee: '0' };
/** The exchange's clock is behind, so that the search reaches further back than the request's own time. */
const behind = (adapter: ModelPlan['adapter'], kind: Fate['kind']): ModelPlan => ({
  adapter,
  manner: {
    order: 'newestFirst',
    clockOffsetMs: -113_799,
    hasDateHeader: true,
    largestPage: 50,
    boundsAreInclusive: false,
    feeOnTop: false,
    amountIsGross: false,
    showsNetwork: false,
    showsAddress: false,
  },
  ours: [
    { startsAfterMs: 0, address: 'TSomebody', memo: null, network: 'Tron', amount: '100', fate: { ...fate, kind } },
  ],
  strangers: [
    {
      coin: 'USDT',
      network: 'Tron',
      address: 'TSomebody',
      memo: null,
      gross: '100',
      fee: '0',
      bookedAfterMs: -786_202,
      lagMs: 0,
    },
  ],
});

describe.each(['bitunix', 'btse'] as const)(
  'an older payment of somebody else on %s, the exchange’s clock behind',
  (adapter) => {
    test.each([
      ['replyLost', 'found'],
      ['neverArrived', 'review'],
    ] as const)('behavior: is in the baseline, so that a submit that is %s is %s', async (kind, expected) => {
      const { ends, ledger } = await playModel(behind(adapter, kind));
      expect(ends).toEqual([
        {
          withdrawalId: 'w-0',
          kind: expected,
          exchangeWithdrawalId: ledger.find((row) => row.owner === 'w-0')?.id ?? null,
        },
      ]);
    });
  },
);

describe.each(['bitunix', 'btse'] as const)('a lost submit on %s, found in its history', (adapter) => {
  // Whatever the lag, order, fee, paging, clock and neighbours.
  test('behavior: nothing sent twice, no record of another withdrawal ever ours, ours found in the end', async () => {
    const seen = { found: 0, accepted: 0, review: 0, waiting: 0, rejected: 0, suspicious: 0 };
    await fc.assert(
      fc.asyncProperty(modelPlan(adapter), async (plan) => {
        const { ends, ledger } = await playModel(plan);
        for (const { withdrawalId, kind, exchangeWithdrawalId } of ends) {
          seen[kind] += 1;
          const owned = ledger.filter((row) => row.owner === withdrawalId);
          expect(owned.length).toBeLessThanOrEqual(1);
          if (exchangeWithdrawalId !== null)
            expect([withdrawalId, kind, exchangeWithdrawalId]).toEqual([withdrawalId, kind, owned[0]?.id]);
          // Everything shows up in time here. So what was booked is found, and a person gets only what never was.
          if (kind === 'review') expect([withdrawalId, owned]).toEqual([withdrawalId, []]);
          if (kind === 'waiting' || kind === 'rejected' || kind === 'suspicious')
            expect([withdrawalId, kind, owned]).toEqual([withdrawalId, kind, []]);
        }
      }),
      { numRuns },
    );
    expect(Math.min(seen.found, seen.accepted, seen.review)).toBeGreaterThan(0);
    if (process.env['PROPERTY_RUNS'] !== undefined) console.info(adapter, JSON.stringify(seen));
  });
});
