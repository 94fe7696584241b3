import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { modelPlan } from './support/modelPlan.ts';
import { playModel } from './support/modelWorld.ts';

const numRuns = Number(process.env['PROPERTY_RUNS'] ?? 25);

describe.each(['bitunix', 'btse'] as const)('a lost submit on %s, found in its history', (adapter) => {
  test('behavior: whatever lag, order, fee, paging, clock and neighbours: nothing sent twice, no record of another withdrawal ever ours, and ours found in the end', async () => {
    const seen = { found: 0, accepted: 0, review: 0, waiting: 0, rejected: 0, suspicious: 0 };
    await fc.assert(
      fc.asyncProperty(modelPlan(adapter), async (plan) => {
        const { ends, ledger } = await playModel(plan);
        for (const { withdrawalId, kind, exchangeWithdrawalId } of ends) {
          seen[kind] += 1;
          const owned = ledger.filter((row) => row.owner === withdrawalId);
          expect(owned.length).toBeLessThanOrEqual(1);
          if (exchangeWithdrawalId !== null) expect([withdrawalId, kind, exchangeWithdrawalId]).toEqual([withdrawalId, kind, owned[0]?.id]);
          // Everything shows up in time here, so what was booked is found, and only what never was is left to a person.
          if (kind === 'review') expect([withdrawalId, owned]).toEqual([withdrawalId, []]);
          if (kind === 'waiting' || kind === 'rejected' || kind === 'suspicious') expect([withdrawalId, kind, owned]).toEqual([withdrawalId, kind, []]);
        }
      }),
      { numRuns },
    );
    expect(Math.min(seen.found, seen.accepted, seen.review)).toBeGreaterThan(0);
    if (process.env['PROPERTY_RUNS'] !== undefined) console.info(adapter, JSON.stringify(seen));
  });
});
