import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';

import { amountProblem, normaliseAmount, truncateAmount } from '../../domain/amount.ts';
import { toBigoneRecord } from '../../exchanges/bigone/mapping.ts';
import { createWithdrawalInput, withdrawalRow } from '../../exchanges/bigone/wire.ts';
import { toBitunixRecord } from '../../exchanges/bitunix/mapping.ts';
import { historyRow, withdrawInput } from '../../exchanges/bitunix/wire.ts';
import { btseOptions } from '../../exchanges/btse/config.ts';
import { toBtseRecord } from '../../exchanges/btse/mapping.ts';
import { historyRow as btseRow, withdrawInput as btseInput } from '../../exchanges/btse/wire.ts';
import { normalWithdrawRow } from '../../exchanges/edgex/normal-withdraw/wire.ts';
import { quantizeAmount } from '../../exchanges/edgex/quantizeAmount.ts';
import { decimalText, readJson, toPlainDecimal, writeJson } from '../../exchanges/http/json.ts';

const many = { numRuns: 1_000 };

/** A value as a whole number and a scale. Its arithmetic shares nothing with the code under test. */
type Exact = { readonly units: bigint; readonly scale: bigint };

function exactOf(text: string): Exact {
  const [, whole = '', fraction = '', exponent = '0'] = /^(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  const shift = Number(exponent) - fraction.length;
  return {
    units: BigInt(whole + fraction) * 10n ** BigInt(Math.max(0, shift)),
    scale: 10n ** BigInt(Math.max(0, -shift)),
  };
}
const isSame = (a: string, b: string): boolean => {
  const [x, y] = [exactOf(a), exactOf(b)];
  return x.units * y.scale === y.units * x.scale;
};

const digitsOf = (max: number) => fc.stringMatching(new RegExp(`^[0-9]{1,${max}}$`));
/** Every amount that a request may have, and some that it may not. */
const amount = fc.oneof(
  fc
    .tuple(fc.bigInt({ min: 0n, max: 10n ** 30n }), fc.option(digitsOf(18)))
    .map(([whole, fraction]) => (fraction === null ? whole.toString() : `${whole}.${fraction}`)),
  fc.constantFrom(
    '0.000000000000000001',
    '0.1',
    '1.10',
    '9007199254740993',
    '0.30000000000000004',
    '1.000000000000000000',
    '123456789012345678901234567890.123456789012345678',
  ),
);
const requestAmount = amount.filter((text) => amountProblem(text) === null);
/** What an exchange may write in a number's place: long, with zeros, with an exponent. */
const wireNumber = fc
  .tuple(
    fc.oneof(fc.bigInt({ min: 0n, max: 10n ** 40n }).map(String), fc.constant('0')),
    fc.option(digitsOf(30)),
    fc.option(fc.integer({ min: -40, max: 40 })),
  )
  .map(
    ([whole, fraction, exponent]) =>
      `${whole}${fraction === null ? '' : `.${fraction}`}${exponent === null ? '' : `e${exponent}`}`,
  );

describe('amounts', () => {
  test('behavior: normalising and cutting keep or lower the value, never round it', () => {
    fc.assert(
      fc.property(requestAmount, fc.integer({ min: 0, max: 18 }), (text, decimals) => {
        expect(isSame(normaliseAmount(text), text)).toBe(true);
        const [whole = '', fraction = ''] = text.split('.');
        expect(
          isSame(truncateAmount(text, decimals), decimals === 0 ? whole : `${whole}.${fraction.slice(0, decimals)}0`),
        ).toBe(true);
      }),
      many,
    );
  });

  test('behavior: a number of the wire, quoted or not, exponent or not, is read exactly or not at all', () => {
    const read = { exactly: 0 };
    fc.assert(
      fc.property(wireNumber, fc.boolean(), (text, quoted) => {
        const parsed = decimalText.safeParse((readJson(`{"a":${quoted ? `"${text}"` : text}}`) as { a: unknown }).a);
        expect(parsed.success).toBe(toPlainDecimal(text) !== null);
        if (!parsed.success) return;
        read.exactly += 1;
        expect(isSame(parsed.data, text)).toBe(true);
        expect(parsed.data).toMatch(/^(?:0|[1-9]\d*)(?:\.\d*[1-9])?$/);
      }),
      many,
    );
    expect(read.exactly).toBeGreaterThan(500);
  });

  test('error: what is no plain number of the wire is refused, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.constantFrom(
            '-1',
            '+1',
            ' 1',
            '1 ',
            '1,5',
            '0x10',
            'NaN',
            'Infinity',
            '١',
            '1e',
            '1e99',
            '.5',
            '5.',
            '1_0',
            '',
          ),
        ),
        (text) => {
          if (!/^\d{1,60}(?:\.\d{1,60})?(?:[eE][+-]?\d{1,3})?$/.test(text))
            expect(decimalText.safeParse(text).success).toBe(false);
        },
      ),
      many,
    );
  });
});

/** How each adapter writes the amount of a submit: exactly these characters must be in its body. */
const writers: readonly (readonly [string, (text: string) => string, (text: string) => string])[] = [
  [
    'bigone',
    (text) =>
      writeJson(
        createWithdrawalInput.parse({
          symbol: 'USDT',
          target_address: 'T',
          amount: text,
          guid: 'c37173f4-751f-4cc1-9904-c1041dcae4f7',
          gateway_name: 'Tron',
        }),
      ),
    (text) => `"amount":"${text}"`,
  ],
  [
    'bitunix',
    (text) => writeJson(withdrawInput.parse({ coin: 'USDT', network: 'Tron', address: 'T', amount: text })),
    (text) => `"amount":${text}}`,
  ],
  [
    'btse',
    (text) =>
      writeJson(
        btseInput.parse({ currency: 'USDT-Tron', address: 'T', tag: '', amount: text, includeWithdrawFee: true }),
      ),
    (text) => `"amount":"${text}"`,
  ],
];

describe.each(writers)('amounts sent to %s', (name, write, expected) => {
  test('behavior: go digit for digit as they were asked for, or not at all', () => {
    fc.assert(
      fc.property(requestAmount, (text) => {
        const fraction = normaliseAmount(text).split('.')[1] ?? '';
        // "Max decimal supported is 8": refused, never cut.
        if (name === 'btse' && fraction.length > 8) return expect(() => write(text)).toThrow();
        expect(write(text)).toContain(expected(text));
      }),
      many,
    );
  });

  test('error: an amount that no request may have is never sent', () => {
    fc.assert(
      fc.property(
        fc
          .oneof(amount, fc.string(), fc.constantFrom('1e5', '0', '-1', '01', '1.', '0.0'))
          .filter((text) => amountProblem(text) !== null),
        (text) => {
          expect(() => write(text)).toThrow();
        },
      ),
      { numRuns: 300 },
    );
  });
});

const options = btseOptions.parse({});
/** How each adapter reads the amount that a record shows. */
const readers: readonly (readonly [string, (number: string) => string | null])[] = [
  [
    'bigone',
    (number) =>
      toBigoneRecord(
        withdrawalRow.parse(readJson(`{"id":1,"asset_symbol":"USDT","amount":${number},"state":"PENDING"}`)),
      ).receivedAmount,
  ],
  [
    'bitunix',
    (number) =>
      toBitunixRecord(
        historyRow.parse(
          readJson(
            `{"id":1,"type":"withdraw","coin":"USDT","amount":${number},"status":"pending","ctime":1744185294000}`,
          ),
        ),
      ).receivedAmount,
  ],
  [
    'btse',
    (number) =>
      toBtseRecord(
        btseRow.parse(
          readJson(
            `{"orderId":1,"type":"Withdraw","currency":"USDT","amount":${number},` +
              '"status":"PENDING","timestamp":1744185294000}',
          ),
        ),
        options,
      ).receivedAmount,
  ],
  [
    'edgex',
    (number) =>
      normalWithdrawRow.parse(
        readJson(
          `{"id":"1","accountId":"2","coinId":"3","amount":${number},"ethAddress":"0x${'a'.repeat(40)}",` +
            '"status":"X","clientWithdrawId":"4"}',
        ),
      ).amount,
  ],
];

describe.each(readers)('amounts read from %s', (_name, read) => {
  test('behavior: hold exactly the value that was written, quoted or not', () => {
    fc.assert(
      fc.property(
        wireNumber.filter((text) => toPlainDecimal(text) !== null),
        fc.boolean(),
        (text, quoted) => {
          expect(isSame(read(quoted ? `"${text}"` : text) ?? '', text)).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('amounts in units of the L2', () => {
  test('behavior: are exactly amount × resolution, or none', () => {
    fc.assert(
      fc.property(
        requestAmount,
        fc.oneof(
          fc.integer({ min: 0, max: 18 }).map((power) => 10n ** BigInt(power)),
          fc.bigInt({ min: 1n, max: 10n ** 12n }),
        ),
        (text, resolution) => {
          const { units, scale } = exactOf(text);
          const quantized = quantizeAmount(text, resolution);
          const isExact = (units * resolution) % scale === 0n && units * resolution < scale << 64n;
          expect(quantized).toBe(isExact ? (units * resolution) / scale : null);
        },
      ),
      many,
    );
  });
});
