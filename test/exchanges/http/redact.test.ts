import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';

import { redact } from '../../../exchanges/http/redact.ts';

describe('redact', () => {
  test.each([
    ['insufficient funds', 'insufficient funds'],
    ['cancel request submitted', 'cancel request submitted'],
    ['bad token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.abc-_1', 'bad token [cut]'],
    ['Authorization: Bearer abc', 'Authorization: [cut]'],
    ['address TJmW5D1p1LnMdTMmxuY1VELHht7v5HV7rU is not listed', 'address [cut] is not listed'],
    ['user someone@example.org at https://example.org/a?b=c', 'user [cut] at [cut]'],
    ['guid c37173f4-751f-4cc1-9904-c1041dcae4f7', 'guid [cut]'],
    ['<html><body>Bad\nGateway</body>', 'Bad Gateway'],
    ['call +12345678901', 'call +[cut]'],
    ['result.success', 'result.success'],
    ['short key k1 here', 'short key [cut] here'],
  ])('%s', (text, note) => {
    expect(redact(text, ['k1'])).toBe(note);
  });

  test('behavior: short, on one line, without the secret, whatever comes', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.stringMatching(/^[!-~]{8,64}$/),
        fc.string(),
        (before, secret, after) => {
          const note = redact(before + secret + after, [secret]);
          expect(note.length).toBeLessThanOrEqual(120);
          expect(note).not.toContain(secret);
          expect(note).not.toMatch(/[\n\r\0]/);
        },
      ),
    );
  });
});
