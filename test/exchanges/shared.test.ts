import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';

import { addressFamilyOf } from '../../exchanges/addressFamily.ts';
import { commonProblems } from '../../exchanges/commonProblems.ts';
import { digits, readJson } from '../../exchanges/http/json.ts';
import { readHttpDate, readRetryAfter } from '../../exchanges/http/retryAfter.ts';
import { canonicalAddress } from '../../exchanges/reads/canonicalAddress.ts';
import { parseRows } from '../../exchanges/reads/parseRows.ts';

describe('shared rules', () => {
  test.each([
    ['Ethereum', 'evm'],
    ['Ethereum (ERC-20)', 'evm'],
    ['BinanceSmartChain', 'evm'],
    ['BNB Smart Chain (BEP-20)', 'evm'],
    ['Tron (TRC-20)', 'tron'],
    ['Tron', 'tron'],
    ['Bitcoin', 'bitcoin'],
    ['XRP', 'ripple'],
    ['Ripple', 'ripple'],
    ['EOS', 'eos'],
    ['Solana', 'solana'],
    ['Dogecoin', 'dogecoin'],
    ['Litecoin', 'litecoin'],
    ['Mixin', null],
    ['Bitcoin Cash', null],
    ['Lightning', null],
    ['constructor', null],
    ['', null],
  ])('addressFamilyOf: %s → %s', (network, family) => {
    expect(addressFamilyOf(network)).toBe(family);
  });

  test('canonicalAddress: the case of an EVM address means nothing, of any other everything', () => {
    expect(canonicalAddress('0x1fB51aa234287C3CA1F957eA9AD0E148Bb814b7A')).toBe(
      '0x1fb51aa234287c3ca1f957ea9ad0e148bb814b7a',
    );
    expect(canonicalAddress('TJmW5D1p1LnMdTMmxuY1VELHht7v5HV7rU')).toBe('TJmW5D1p1LnMdTMmxuY1VELHht7v5HV7rU');
  });

  test.each([
    [undefined, null],
    ['', null],
    ['12', 12_000],
    ['1e3', null],
    ['-1', null],
    ['Wed, 09 Apr 2025 07:54:59 GMT', 5_000],
    ['Wed, 09 Apr 2025 07:00:00 GMT', 0],
    ['86400', 900_000],
  ])('readRetryAfter: %s → %s', (header, ms) => {
    expect(readRetryAfter(header, 1744185294000)).toBe(ms);
  });

  test('readHttpDate: only HTTP dates', () => {
    expect([
      readHttpDate('Wed, 09 Apr 2025 07:54:54 GMT'),
      readHttpDate('2025-04-09'),
      readHttpDate(undefined),
    ]).toEqual([1744185294000, null, null]);
  });

  test('parseRows: a bad row affects only itself', () => {
    const page = readJson('[{"id":1,"state":"A"},{"id":2},{"state":"A"},null,7,"x",[]]') as unknown[];
    expect(parseRows(page, z.object({ id: digits, state: z.string() }))).toEqual({
      rows: [{ id: '1', state: 'A' }],
      unreadableIds: ['2'],
      unreadableRows: 5,
    });
  });

  test('commonProblems names each field', () => {
    const request = {
      withdrawalId: 'w',
      account: 'x/y',
      asset: 'U SDT',
      network: '',
      address: 'T abc\n',
      memo: ' ',
      amount: '1',
      requestedAt: '',
      deadlineAt: null,
    };
    expect(commonProblems(request).map(({ field }) => field)).toEqual(['asset', 'network', 'address', 'memo']);
    expect(
      commonProblems({ ...request, asset: 'USDT', network: 'Tron (TRC-20)', address: 'Tabc', memo: null }),
    ).toEqual([]);
  });
});
