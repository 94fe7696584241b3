import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';

import { bitunixQueryText, signBitunix } from '../../../exchanges/bitunix/sign.ts';
import { readVectors } from '../support/readVectors.ts';

type Case = {
  id: string;
  sign: string;
  input: {
    apiKey: string;
    apiSecret: string;
    nonce: string;
    timestamp: string;
    query: Record<string, string>;
    body: string;
  };
};
const { cases } = readVectors(new URL('./vectors.json', import.meta.url)) as { cases: Case[] };

describe('signBitunix', () => {
  test.each(cases)('vector: $id', ({ input: { query, ...input }, sign }) => {
    expect(signBitunix({ ...input, queryText: bitunixQueryText(query) })).toBe(sign);
  });

  test('behavior: query keys are sorted, joined without separators', () => {
    expect(bitunixQueryText({ uid: '200', id: '1', Zone: 'x' })).toBe('Zonexid1uid200');
    expect(bitunixQueryText({})).toBe('');
  });

  test('behavior: one changed byte anywhere changes the signature', () => {
    const input = {
      apiKey: 'key-1',
      apiSecret: 'secret-1',
      nonce: 'n'.repeat(32),
      timestamp: '1744185294000',
      queryText: 'id1',
      body: '{"amount":20}',
    };
    const base = signBitunix(input);
    const fields = Object.keys(input) as (keyof typeof input)[];
    fc.assert(
      fc.property(fc.constantFrom(...fields), fc.nat(), fc.integer({ min: 0x21, max: 0x7e }), (field, at, byte) => {
        const text = input[field];
        const index = at % text.length;
        const changed = text.slice(0, index) + String.fromCharCode(byte) + text.slice(index + 1);
        fc.pre(changed !== text);
        expect(signBitunix({ ...input, [field]: changed })).not.toBe(base);
      }),
    );
  });
});
