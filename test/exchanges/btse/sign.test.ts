import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';

import { nextBtseNonce } from '../../../exchanges/btse/nonce.ts';
import { signBtse } from '../../../exchanges/btse/sign.ts';
import { readVectors } from '../support/readVectors.ts';

type Case = { id: string; sign: string; input: { apiSecret: string; path: string; nonce: string; body: string } };
const { cases } = readVectors(new URL('./vectors.json', import.meta.url)) as { cases: Case[] };

describe('signBtse', () => {
  test.each(cases)('vector: $id', ({ input, sign }) => {
    expect(signBtse(input)).toBe(sign);
  });

  test('behavior: one changed byte anywhere changes the signature', () => {
    const input = {
      apiSecret: 'secret-1',
      path: '/api/v3.2/user/wallet',
      nonce: '1744185294000',
      body: '{"amount":"20"}',
    };
    const base = signBtse(input);
    fc.assert(
      fc.property(
        fc.constantFrom(...(Object.keys(input) as (keyof typeof input)[])),
        fc.nat(),
        fc.integer({ min: 0x21, max: 0x7e }),
        (field, at, byte) => {
          const index = at % input[field].length;
          const changed = input[field].slice(0, index) + String.fromCharCode(byte) + input[field].slice(index + 1);
          fc.pre(changed !== input[field]);
          expect(signBtse({ ...input, [field]: changed })).not.toBe(base);
        },
      ),
    );
  });
});

describe('nextBtseNonce', () => {
  test('behavior: strictly increasing per key, whatever the clock does', () => {
    const clock = [1000, 1000, 1000, 900, 1001, 5000.7, 4000, 5002];
    expect(clock.map((nowMs) => nextBtseNonce('a', nowMs))).toEqual([
      '1000',
      '1001',
      '1002',
      '1003',
      '1004',
      '5000',
      '5001',
      '5002',
    ]);
    expect(nextBtseNonce('b', 10)).toBe('10');
  });
});
