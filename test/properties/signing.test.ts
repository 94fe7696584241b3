import { isDeepStrictEqual } from 'node:util';

import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';

import { signBigoneToken } from '../../exchanges/bigone/sign.ts';
import { type BitunixSignInput, bitunixQueryText, signBitunix } from '../../exchanges/bitunix/sign.ts';
import { type BtseSignInput, signBtse } from '../../exchanges/btse/sign.ts';
import { edgexMessage, edgexMessageHash, hmacHeaders, type SignedParts } from '../../exchanges/edgex/signing/auth.ts';
import { flattenBody, flattenQuery } from '../../exchanges/edgex/signing/flatten.ts';
import { asJsonNumber, readJson, writeJson } from '../../exchanges/http/json.ts';

const text = fc.oneof(
  fc.string({ maxLength: 20 }),
  fc.string({ maxLength: 10, unit: 'grapheme' }),
  fc.constantFrom('', '0', '00', 'é', 'e\u0301', '💸', '\u0000'),
);
const hash = (parts: SignedParts) => edgexMessageHash(edgexMessage(parts)).toString(16);

type Signer = readonly [
  name: string,
  fields: readonly string[],
  sign: (fields: Readonly<Record<string, string>>) => string | Promise<string>,
];
/** Each recipe as a function of texts. */
const signers: readonly Signer[] = [
  [
    'bitunix',
    ['apiKey', 'apiSecret', 'nonce', 'timestamp', 'queryText', 'body'],
    (fields) => signBitunix(fields as BitunixSignInput),
  ],
  ['btse', ['apiSecret', 'path', 'nonce', 'body'], (fields) => signBtse(fields as BtseSignInput)],
  [
    'bigone',
    ['apiKey', 'apiSecret'],
    ({ apiKey = '', apiSecret = '' }) =>
      signBigoneToken({ apiKey, apiSecret: `s${apiSecret}`, nonce: 1_744_185_294_000_000_000n, recvWindowSeconds: 30 }),
  ],
  [
    'edgex by key',
    ['timestamp', 'path', 'tail'],
    (fields) => hash({ ...fields, method: 'POST' } as unknown as SignedParts),
  ],
  [
    'edgex by secret',
    ['timestamp', 'path', 'tail', 'apiSecret'],
    (fields) =>
      hmacHeaders({ ...fields, method: 'POST', apiKey: 'k', passphrase: 'p' } as unknown as Parameters<
        typeof hmacHeaders
      >[0])['X-edgeX-Signature'] ?? '',
  ],
];

describe.each(signers)('signing for %s', (_name, fields, sign) => {
  const given = fc.record(Object.fromEntries(fields.map((field) => [field, text])));

  test('behavior: the same input gives the same signature in any order of fields; it holds no secret', async () => {
    await fc.assert(
      fc.asyncProperty(given, async (input) => {
        const signed = await sign(input);
        expect(await sign(Object.fromEntries(Object.entries(input).reverse()))).toBe(signed);
        const secret = input['apiSecret'] ?? '';
        if (secret.length > 7) expect(signed).not.toContain(secret);
      }),
      { numRuns: 200 },
    );
  });

  test('behavior: one field changed gives another signature', async () => {
    await fc.assert(
      fc.asyncProperty(given, fc.constantFrom(...fields), text, async (input, field, other) => {
        // A key is padded with zeros before it is used, so those at its end cannot change anything.
        fc.pre(bare(field, input[field] ?? '') !== bare(field, other));
        expect(await sign({ ...input, [field]: other })).not.toBe(await sign(input));
      }),
      { numRuns: 200 },
    );
  });
});

/** As bytes. */
const wellFormed = (value: string) => Buffer.from(value, 'utf8').toString('utf8');
const bare = (field: string, value: string): string =>
  field === 'apiSecret' && value.endsWith('\u0000') ? bare(field, value.slice(0, -1)) : wellFormed(value);

/**
 * Keys and values without the characters that join them. With those, two different inputs may flatten to one text, at
 * the exchange too.
 */
const key = fc.stringMatching(/^[a-zA-Z][a-zA-Z0-9_]{0,7}$/);
const plain = fc
  .oneof(fc.string({ maxLength: 12 }), fc.string({ maxLength: 6, unit: 'grapheme' }))
  .map((drawn) => wellFormed(drawn.replace(/[&=]/g, '')));
const fields = fc.dictionary(key, plain, { minKeys: 1, maxKeys: 6, noNullPrototype: true });
const reversed = <Value>(given: Readonly<Record<string, Value>>) => Object.fromEntries(Object.entries(given).reverse());

describe('laying out what is signed', () => {
  test('behavior: the order of fields does not matter, whatever their texts; other fields give another text', () => {
    fc.assert(
      fc.property(fields, fields, (a, b) => {
        expect([flattenBody(reversed(a)), flattenQuery(reversed(a)), bitunixQueryText(reversed(a))]).toEqual([
          flattenBody(a),
          flattenQuery(a),
          bitunixQueryText(a),
        ]);
        const isSame = isDeepStrictEqual(a, b);
        expect(flattenBody(a) === flattenBody(b)).toBe(isSame);
      }),
      { numRuns: 500 },
    );
  });

  test('behavior: objects by sorted key, lists in their order; the order of keys matters at no depth', () => {
    const nested = fc.dictionary(key, fc.oneof(plain, fields, fc.array(plain, { maxLength: 3 })), {
      minKeys: 1,
      maxKeys: 4,
      noNullPrototype: true,
    });
    fc.assert(
      fc.property(nested, (given) => {
        const turned = reversed(
          Object.fromEntries(
            Object.entries(given).map(([name, value]) => [
              name,
              typeof value === 'object' && !Array.isArray(value) ? reversed(value) : value,
            ]),
          ),
        );
        expect(flattenBody(turned)).toBe(flattenBody(given));
      }),
      { numRuns: 300 },
    );
  });

  test('behavior: a number is signed by the digits that are sent, zeros included', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^(0|[1-9][0-9]{0,30})(\.[0-9]{1,20})?$/), (digits) => {
        const sent = writeJson({ amount: asJsonNumber(digits) });
        expect(sent).toBe(`{"amount":${digits}}`);
        expect(flattenBody(readJson(sent))).toBe(`amount=${digits}`);
      }),
      { numRuns: 300 },
    );
  });

  test('behavior: what is sent is what was signed, text for text, for any text', () => {
    fc.assert(
      fc.property(fields, (given) => {
        expect(JSON.parse(writeJson(given))).toEqual(given);
        expect(flattenBody(readJson(writeJson(given)))).toBe(flattenBody(given));
      }),
      { numRuns: 300 },
    );
  });
});
