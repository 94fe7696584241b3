import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';

import { matchWithdrawal, type MatchInput } from '../../../../domain/matchWithdrawal.ts';
import type { WithdrawalRecord } from '../../../../domain/withdrawal.ts';
import { bitunixLaneKey, bitunixLaneKeyOfRecord, toBitunixRecord } from '../../../../exchanges/bitunix/mapping.ts';
import { toRecipient } from '../../../../exchanges/bitunix/recipient.ts';
import { tronAddress } from '../../support/aRequest.ts';
import { aRow } from './support.ts';

describe('bitunix internal transfer: lanes', () => {
  const phone = (toPhoneCountryCode: unknown, toPhoneNumber: unknown) =>
    aRow({ toType: 'phone', toUid: null, toPhoneCountryCode, toPhoneNumber });
  const laneOf = (row: ReturnType<typeof aRow>) => bitunixLaneKeyOfRecord(toBitunixRecord(row));

  test('coin, kind and recipient, whatever the memo', () => {
    const lane = { asset: 'USDT', network: 'internal:uid', address: '4712', memo: null };
    const keys = [
      lane,
      { ...lane, asset: 'TRX' },
      { ...lane, network: 'internal:email' },
      { ...lane, address: '4713' },
      { ...lane, network: 'Tron (TRC-20)' },
    ].map(bitunixLaneKey);
    expect(new Set(keys).size).toBe(5);
    expect([laneOf(aRow()), laneOf(aRow({ memo: 'thanks' }))]).toEqual([keys[0], keys[0]]);
  });

  test('spellings of one phone or e-mail are one lane; two people never are', () => {
    const key = (network: string, address: string) => bitunixLaneKey({ asset: 'USDT', network, address, memo: null });
    for (const row of [
      phone('86', '13800000000'),
      phone('+86', '13800000000'),
      phone('0086', '13800000000'),
      phone('8', '613800000000'),
    ])
      expect(laneOf(row)).toBe(key('internal:phone', '86-13800000000'));
    expect(laneOf(phone('44', '7911123456'))).toBe(key('internal:phone', '44-07911123456'));
    expect(laneOf(phone('86', '13800000001'))).not.toBe(key('internal:phone', '86-13800000000'));
    expect(laneOf(aRow({ toType: 'email', toUid: null, toEmail: 'ada@EXAMPLE.com' }))).toBe(
      key('internal:email', 'Ada@example.com'),
    );
  });

  test('a lost transfer is never taken for a withdrawal, nor the other way round, whatever rows show', () => {
    const text = fc.constantFrom('4712', '86-13800000000', 'ada@example.com', tronAddress);
    const network = fc.constantFrom('internal:uid', 'internal:phone', 'internal:email', 'Tron (TRC-20)');
    const row = fc.record({
      type: fc.constantFrom('withdraw', 'inside_transfer', 'inside_transfer_out'),
      network: fc.option(network),
      address: fc.option(text),
      toType: fc.constantFrom('uid', 'phone', 'email', null),
      toUid: fc.constantFrom('4712', null),
      toPhoneCountryCode: fc.constantFrom('86', null),
      toPhoneNumber: fc.constantFrom('13800000000', null),
      toEmail: fc.constantFrom('ada@example.com', null),
    });
    fc.assert(
      fc.property(network, text, fc.array(row, { maxLength: 6 }), (laneNetwork, address, rows) => {
        const records: WithdrawalRecord[] = rows.map((one, index) =>
          toBitunixRecord(aRow({ ...one, id: String(100 + index) })),
        );
        const input: MatchInput = {
          intent: {
            asset: 'USDT',
            amount: '10.5',
            laneKey: bitunixLaneKey({ asset: 'USDT', network: laneNetwork, address, memo: null }),
          },
          feeMode: 'gross',
          baseline: null,
          notBeforeMs: 0,
          records,
          isClaimed: () => false,
          laneKeyOfRecord: bitunixLaneKeyOfRecord,
        };
        const match = matchWithdrawal(input);
        const ids =
          match.kind === 'several'
            ? match.exchangeWithdrawalIds
            : match.kind === 'one'
              ? [match.record.exchangeWithdrawalId]
              : [];
        for (const id of ids) {
          const found = rows[Number(id) - 100];
          expect(found?.type === 'withdraw').toBe(laneNetwork === 'Tron (TRC-20)');
          if (found?.type !== 'withdraw') expect(laneNetwork).toBe(`internal:${found?.toType}`);
        }
      }),
    );
  });

  test('every recipient that may be sent is found on its own lane again', () => {
    const email = fc
      .emailAddress()
      .filter((address) => !address.includes('*') && address.length >= 3 && address.length <= 200);
    const recipient = fc.oneof(
      fc.bigInt({ min: 100n, max: 999_999_999_999_999_999n }).map((uid) => ['internal:uid', String(uid)] as const),
      fc
        .tuple(fc.integer({ min: 1, max: 9999 }), fc.stringMatching(/^\d{4,14}$/))
        .map(([country, number]) => ['internal:phone', `${country}-${number}`] as const),
      email.map((address) => ['internal:email', address] as const),
    );
    fc.assert(
      fc.property(recipient, ([network, address]) => {
        const input = toRecipient(network, address);
        fc.pre(input !== null);
        expect(laneOf(aRow({ toUid: null, ...input }))).toBe(
          bitunixLaneKey({ asset: 'USDT', network, address, memo: null }),
        );
      }),
    );
  });
});
