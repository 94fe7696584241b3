import { describe, expect, test } from '@jest/globals';
import { Decimal } from 'decimal.js';
import * as fc from 'fast-check';

import {
  asJsonNumber,
  decimalText,
  digits,
  epochMs,
  readJson,
  toPlainDecimal,
  writeJson,
} from '../../../exchanges/http/json.ts';

const read = (text: string) => decimalText.safeParse(readJson(text));

describe('json', () => {
  test.each([
    ['19.00000000000000000000', '19'],
    ['"19.00000000000000000000"', '19'],
    ['1E-7', '0.0000001'],
    ['1e+3', '1000'],
    ['1.25e1', '12.5'],
    ['0', '0'],
    ['0e5', '0'],
    ['123456789012345678901234567890.123456789012345678', '123456789012345678901234567890.123456789012345678'],
  ])('decimalText: %s → %s', (source, plain) => {
    expect(read(source)).toEqual({ success: true, data: plain });
  });

  test.each([
    '-1',
    '"-1"',
    '""',
    '"1,5"',
    '"0x10"',
    '"1e999"',
    '"NaN"',
    '" 1"',
    'null',
    'true',
    '"1."',
    '".5"',
    '{}',
    '1e-61',
  ])('error: decimalText refuses %s', (source) => {
    expect(read(source).success).toBe(false);
  });

  test('digits: text and number alike, all digits kept', () => {
    expect(digits.parse(readJson('1909879608889339906'))).toBe('1909879608889339906');
    expect(digits.parse(readJson('"1909879608889339906"'))).toBe('1909879608889339906');
    for (const bad of ['1.5', '1e3', '-1', '""', '"a"', 'null'])
      expect(digits.safeParse(readJson(bad)).success).toBe(false);
  });

  test('epochMs: only whole milliseconds', () => {
    expect(epochMs.parse(readJson('1744185294000'))).toBe(1744185294000);
    expect(epochMs.safeParse(readJson('1.744e12')).success).toBe(false);
  });

  test('error: what is not JSON is undefined, however it is broken', () => {
    for (const text of ['', '{', '<html>', '{"a":1,"a":2}', '{"a":01}', '[1,]', '['.repeat(100_000)])
      expect(readJson(text)).toBeUndefined();
  });

  test('behavior: an amount is printed as it is, without quotes', () => {
    expect(writeJson({ coin: 'TRX', amount: asJsonNumber('20.00') })).toBe('{"coin":"TRX","amount":20.00}');
    expect(() => asJsonNumber('1e3')).toThrow(RangeError);
  });

  test('behavior: amounts survive writing and reading digit for digit', () => {
    const amount = fc
      .tuple(fc.bigInt({ min: 0n, max: 10n ** 30n }), fc.stringMatching(/^\d{1,18}$/))
      .map(([whole, fraction]) => `${whole}.${fraction}`);
    fc.assert(
      fc.property(amount, (text) => {
        const back = decimalText.parse(
          (readJson(writeJson({ amount: asJsonNumber(text) })) as { amount: unknown }).amount,
        );
        expect(back).toBe(new Decimal(text).toFixed());
      }),
    );
  });

  test('behavior: moving the dot agrees with decimal arithmetic', () => {
    const Exact = Decimal.clone({ precision: 200 });
    fc.assert(
      fc.property(fc.stringMatching(/^(0|[1-9]\d{0,20})(\.\d{1,20})?[eE][+-]?\d{1,2}$/), (text) => {
        const plain = toPlainDecimal(text);
        if (Math.abs(Number(text.split(/e/i)[1])) > 60) expect(plain).toBeNull();
        else expect(plain).toBe(new Exact(text).toFixed());
      }),
    );
  });
});
