import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';

import { addressProblem } from '../../../domain/addressShape.ts';
import { compareAmounts } from '../../../domain/amount.ts';
import { expireTimeFrom } from '../../../exchanges/edgex/orders/expiry.ts';
import { decimalsOfResolution, quantizeAmount } from '../../../exchanges/edgex/quantizeAmount.ts';
import { edgexMessage, edgexMessageHash, starkHeaders } from '../../../exchanges/edgex/signing/auth.ts';
import { checksumAddress } from '../../../exchanges/edgex/signing/checksumAddress.ts';
import { flattenBody, flattenQuery } from '../../../exchanges/edgex/signing/flatten.ts';
import { l2Nonce } from '../../../exchanges/edgex/signing/l2Nonce.ts';
import { l2Signature, transferHash, withdrawalHash } from '../../../exchanges/edgex/signing/l2Signature.ts';
import { curveOrder, starkSign, starkVerify, UnsignableHashError } from '../../../exchanges/edgex/signing/starkSign.ts';
import { ExchangeError } from '../../../exchanges/errors.ts';
import { asJsonNumber } from '../../../exchanges/http/json.ts';
import { accountId, address, l2PrivateKey, l2PublicKey } from './support/withEdgex.ts';

const slow = { numRuns: 25 };
const fields = fc.dictionary(fc.stringMatching(/^[a-zA-Z]{1,8}$/), fc.stringMatching(/^[\x21-\x7e]{0,12}$/), {
  minKeys: 1,
  maxKeys: 6,
  noNullPrototype: true,
});
const shuffled = (given: Record<string, string>) => Object.fromEntries(Object.entries(given).reverse());

describe('flatten', () => {
  test('order of fields does not matter; query and body of the same texts are laid out alike', () => {
    fc.assert(
      fc.property(fields, (given) => {
        expect(flattenBody(shuffled(given))).toBe(flattenBody(given));
        expect(flattenQuery(shuffled(given))).toBe(flattenBody(given));
      }),
    );
  });

  test.each([
    [{ b: '2', a: '1' }, 'a=1&b=2'],
    [{ a: { c: '2', b: '1' } }, 'a=b=1&c=2'],
    [{ a: ['1', '2'], b: [] }, 'a=1&2&b='],
    [{ a: null, b: true, c: false, d: '' }, 'a=&b=true&c=false&d='],
    [{ a: asJsonNumber('1.50'), b: 5n }, 'a=1.50&b=5'],
    [{}, ''],
    [null, ''],
  ])('%j → %s', (value, text) => expect(flattenBody(value)).toBe(text));

  test('a JavaScript number is refused: it may have lost digits', () => {
    expect(() => flattenBody({ a: 1 })).toThrow(TypeError);
  });
});

describe('signing', () => {
  const parts = {
    timestamp: '1735542383256',
    method: 'POST',
    path: '/api/v1/private/assets/createNormalWithdraw',
    tail: 'accountId=1&amount=1.000000',
  } as const;

  test('the same message gives the same signature, which is valid; one byte changed, and it is not', () => {
    fc.assert(
      fc.property(fields, fc.nat(), fc.integer({ min: 0x21, max: 0x7e }), (given, at, byte) => {
        const message = edgexMessage({ ...parts, tail: flattenBody(given) });
        const signature = starkSign(edgexMessageHash(message), l2PrivateKey);
        expect(starkSign(edgexMessageHash(message), l2PrivateKey)).toBe(signature);
        expect(starkVerify(signature, edgexMessageHash(message), l2PublicKey)).toBe(true);
        const index = at % message.length;
        const changed = message.slice(0, index) + String.fromCharCode(byte) + message.slice(index + 1);
        fc.pre(changed !== message);
        expect(starkVerify(signature, edgexMessageHash(changed), l2PublicKey)).toBe(false);
      }),
      slow,
    );
  });

  test('a changed digit of the signature is not valid', () => {
    const hash = edgexMessageHash('message');
    const signature = starkSign(hash, l2PrivateKey);
    fc.assert(
      fc.property(fc.nat({ max: 127 }), fc.constantFrom(...'0123456789abcdef'.split('')), (at, digit) => {
        fc.pre(signature[at] !== digit);
        expect(starkVerify(signature.slice(0, at) + digit + signature.slice(at + 1), hash, l2PublicKey)).toBe(false);
      }),
      slow,
    );
  });

  test('headers are 128 digits, or 192 by option', () => {
    const length = (withPublicKeyY: boolean) =>
      starkHeaders({ ...parts, l2PrivateKey, withPublicKeyY })['X-edgeX-Api-Signature']?.length;
    expect([length(false), length(true)]).toEqual([128, 192]);
  });

  test('a hash of 2^251 or more is an error without the key; a message stays below the order of the curve', () => {
    for (const hash of [1n << 251n, curveOrder - 1n]) {
      const error = (() => {
        try {
          return starkSign(hash, l2PrivateKey);
        } catch (thrown) {
          return thrown;
        }
      })();
      expect(error).toBeInstanceOf(UnsignableHashError);
      expect(JSON.stringify([String(error), (error as Error).stack, error])).not.toContain(l2PrivateKey.slice(0, 12));
    }
    fc.assert(fc.property(fc.string(), (text) => edgexMessageHash(text) < curveOrder));
  });

  test('an L2 hash that cannot be signed is a refusal with nothing sent', () => {
    const sign = () => l2Signature(1n << 251n, l2PrivateKey, { adapter: 'a', endpoint: 'POST /x' });
    expect(sign).toThrow(ExchangeError);
    expect(sign).toThrow(/parameterRefused.*not sent/);
  });
});

describe('L2 hashes', () => {
  const withdrawal = {
    starkExAssetId: '0x33bda5c923bae4e84825b74762d5482889b9512465fbffc50d1ae4b82e345c3',
    accountId,
    clientId: '100000000000001',
    amount: 1_000_000n,
    expireTimeMs: '1735887600000',
    ethAddress: address,
  };
  const transfer = {
    ...withdrawal,
    receiverAccountId: '542076087396467085',
    receiverL2Key: '0x03bf794b4433e0a8b353da361bb7284c670914d27ed04698e6abed0bf1198028',
  };

  test('the spelling of an address does not matter', () => {
    expect(withdrawalHash({ ...withdrawal, ethAddress: address.toLowerCase() })).toBe(withdrawalHash(withdrawal));
  });

  test.each(
    Object.entries({
      accountId: '5',
      clientId: '2',
      amount: 2n,
      expireTimeMs: '1735891200000',
      starkExAssetId: '0x5',
      receiverAccountId: '7',
      receiverL2Key: '0x9',
    }),
  )('%s is in the hash of a transfer', (field, value) => {
    expect(transferHash({ ...transfer, [field]: value })).not.toBe(transferHash(transfer));
  });

  test.each([
    { amount: 1n << 64n },
    { amount: -1n },
    { accountId: String(1n << 64n) },
    { expireTimeMs: '99999999999999999' },
  ])('%p is too big for its place', (change) => {
    expect(() => withdrawalHash({ ...withdrawal, ...change })).toThrow(RangeError);
    expect(() => transferHash({ ...transfer, ...change })).toThrow(RangeError);
  });

  test('a nonce has 32 bits', () => {
    fc.assert(fc.property(fc.string(), (clientId) => l2Nonce(clientId) < 1n << 32n));
  });
});

describe('quantizeAmount', () => {
  const resolution = 1_000_000n;

  test('is exact or nothing', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: (1n << 64n) - 1n }), (units) => {
        const digits = units.toString().padStart(7, '0');
        const amount = `${digits.slice(0, -6)}.${digits.slice(-6)}`;
        expect(quantizeAmount(amount, resolution)).toBe(units);
        expect(quantizeAmount(`${amount}1`, resolution)).toBeNull();
        expect(compareAmounts(amount, '0')).toBeGreaterThan(0);
      }),
    );
  });

  test.each([
    ['1', 1_000_000n],
    ['1.0', 1_000_000n],
    ['0.000001', 1n],
    ['18446744073709.551615', (1n << 64n) - 1n],
    ['18446744073709.551616', null],
    ['0', null],
    ['0.0', null],
    ['0.0000001', null],
    ['1e3', null],
    ['-1', null],
    ['1,5', null],
    ['01', null],
    ['', null],
    [' 1', null],
  ])('%s → %s', (amount, units) => expect(quantizeAmount(amount, resolution)).toBe(units));

  test('at a resolution that is no power of ten', () => {
    expect([
      quantizeAmount('0.5', 6n),
      quantizeAmount('0.1', 6n),
      quantizeAmount('1', 0n),
      decimalsOfResolution(6n),
      decimalsOfResolution(1n),
      decimalsOfResolution(1_000_000n),
    ]).toEqual([3n, null, null, null, 0, 6]);
  });
});

test('an expiry is a whole hour, between 13 days 23 hours and 14 days on', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1_600_000_000_000, max: 2_000_000_000_000 }), (nowMs) => {
      const leftMs = Number(expireTimeFrom(nowMs)) - nowMs;
      expect([
        Number(expireTimeFrom(nowMs)) % 3_600_000,
        leftMs > (14 * 24 - 1) * 3_600_000,
        leftMs <= 14 * 24 * 3_600_000,
      ]).toEqual([0, true, true]);
    }),
  );
});

test('any spelling of an address becomes the checksummed one', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[0-9a-fA-F]{40}$/), (digits) => {
      const spelled = checksumAddress(`0x${digits}`);
      expect([addressProblem('evm', spelled), spelled.toLowerCase()]).toEqual([null, `0x${digits.toLowerCase()}`]);
    }),
  );
  expect(checksumAddress(address.toLowerCase())).toBe(address);
});
