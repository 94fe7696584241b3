import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { addAmounts, subtractAmounts } from '../../domain/amount.ts';
import { laneKey } from '../../domain/laneKey.ts';
import { matchWithdrawal, type MatchInput } from '../../domain/matchWithdrawal.ts';
import type { WithdrawalRecord } from '../../domain/withdrawal.ts';
import { aRecord, anIntent } from '../support/builders.ts';

const keyOf = (record: WithdrawalRecord) => laneKey([record.asset, record.network, record.address, record.memo]);

function match(records: readonly WithdrawalRecord[], change: Partial<MatchInput> = {}) {
  return matchWithdrawal({
    intent: anIntent({ laneKey: keyOf(aRecord()), amount: '100' }),
    feeMode: 'gross',
    baseline: { takenAtMs: 0, exchangeWithdrawalIds: ['old'] },
    notBeforeMs: Date.parse('2026-11-21T07:45:00Z'),
    records,
    isClaimed: (id) => id === 'claimed',
    laneKeyOfRecord: keyOf,
    ...change,
  });
}

describe('matchWithdrawal', () => {
  test.each([
    ['nothing there', []],
    ['already in the baseline', [aRecord({ exchangeWithdrawalId: 'old', receivedAmount: '99' })]],
    ['claimed by another withdrawal', [aRecord({ exchangeWithdrawalId: 'claimed', receivedAmount: '99' })]],
    ['another address', [aRecord({ address: 'elsewhere' })]],
    ['another memo', [aRecord({ memo: '1' })]],
    ['too old', [aRecord({ createdAtMs: Date.parse('2026-11-21T07:00:00Z') })]],
    ['more than was asked for', [aRecord({ receivedAmount: '100.01' })]],
    ['net and fee that do not add up', [aRecord({ receivedAmount: '98', fee: '1', feeAsset: 'USDT' })]],
    ['another gross', [aRecord({ amount: '99', receivedAmount: '99' })]],
  ])('behavior: none (%s)', (_title, records) => {
    expect(match(records)).toEqual({ kind: 'none' });
  });

  test.each([
    ['net and fee add up', aRecord({ receivedAmount: '99', fee: '1', feeAsset: 'USDT' })],
    ['fee still unknown', aRecord({ receivedAmount: '98.7' })],
    ['fee in another asset', aRecord({ receivedAmount: '100', fee: '27', feeAsset: 'TRX' })],
    ['no time shown', aRecord({ createdAtMs: null })],
    ['gross shown', aRecord({ amount: '100.0', receivedAmount: null })],
  ])('behavior: one (%s)', (_title, record) => {
    expect(match([record])).toEqual({ kind: 'one', record });
  });

  test('behavior: the same row twice is one record', () => {
    expect(match([aRecord({ receivedAmount: '99' }), aRecord({ receivedAmount: '99' })]).kind).toBe('one');
  });

  test('behavior: several, never the first of them', () => {
    expect(
      match([aRecord({ receivedAmount: '99' }), aRecord({ exchangeWithdrawalId: 'x-2', receivedAmount: '98' })]),
    ).toEqual({ kind: 'several', exchangeWithdrawalIds: ['x-1', 'x-2'] });
  });

  test('behavior: whatever the others on the account look like, none of them is ever taken for ours', () => {
    const amount = fc
      .integer({ min: 1, max: 400 })
      .map((n) => addAmounts('0', `${Math.trunc(n / 4)}.${['0', '25', '5', '75'][n % 4]}`));
    const others = fc.array(
      fc.record({
        id: fc.integer({ min: 1, max: 30 }),
        address: fc.constantFrom('A', 'B'),
        memo: fc.constantFrom(null, '1'),
        net: amount,
        claimed: fc.boolean(),
        before: fc.boolean(),
      }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(
        others,
        amount,
        fc.option(amount),
        fc.boolean(),
        fc.func(fc.integer()),
        (rows, gross, fee, oursIsThere, order) => {
          const foreign = rows.map((row) =>
            aRecord({
              exchangeWithdrawalId: `f${row.id}`,
              address: row.address,
              memo: row.memo,
              receivedAmount: row.net,
            }),
          );
          const claimed = new Set(rows.filter((row) => row.claimed).map((row) => `f${row.id}`));
          const baseline = rows.filter((row) => row.before).map((row) => `f${row.id}`);
          const net = fee === null || Number(fee) > Number(gross) ? gross : subtractAmounts(gross, fee);
          const ours = aRecord({ exchangeWithdrawalId: 'ours', address: 'A', receivedAmount: net });
          const records = [...foreign, ...(oursIsThere ? [ours] : [])].sort(
            (a, b) => order(a.exchangeWithdrawalId) - order(b.exchangeWithdrawalId),
          );
          const result = match(records, {
            intent: anIntent({ laneKey: keyOf(ours), amount: gross }),
            baseline: { takenAtMs: 0, exchangeWithdrawalIds: baseline },
            isClaimed: (id) => claimed.has(id),
          });
          // Nobody can tell a foreign record from ours if it is new, unclaimed, on our lane and of a possible amount.
          const lookalikes = foreign.filter(
            (row) =>
              keyOf(row) === keyOf(ours) &&
              !claimed.has(row.exchangeWithdrawalId) &&
              !baseline.includes(row.exchangeWithdrawalId),
          );
          if (lookalikes.length > 0) return oursIsThere ? result.kind !== 'none' : true;
          return oursIsThere
            ? result.kind === 'one' && result.record.exchangeWithdrawalId === 'ours'
            : result.kind === 'none';
        },
      ),
      { numRuns: 3_000 },
    );
  });
});
