import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';

import { readCancelRequest } from '../../workflows/readCancelRequest.ts';

describe('readCancelRequest', () => {
  test.each([
    ['nothing', undefined, 'unknown', 'no reason given'],
    ['null', null, 'unknown', 'no reason given'],
    ['a text', 'please', 'unknown', 'please'],
    ['an empty object', {}, 'unknown', 'no reason given'],
    ['an actor alone', { actor: 'ada' }, 'ada', 'no reason given'],
    ['blanks', { actor: ' ', reason: '' }, 'unknown', 'no reason given'],
    ['numbers', { actor: 7, reason: 8 }, 'unknown', 'no reason given'],
    ['both', { actor: 'ada', reason: 'asked for it' }, 'ada', 'asked for it'],
  ])('%s', (_title, sent, actor, reason) => {
    expect(readCancelRequest(sent)).toEqual({ actor, reason });
  });

  test('property: whatever is sent, both are texts of 1 to 2,000 characters', () => {
    const anything = fc.oneof(fc.anything(), fc.record({ actor: fc.anything(), reason: fc.string() }));
    fc.assert(
      fc.property(anything, (sent) => {
        for (const text of Object.values(readCancelRequest(sent))) {
          expect(text.length).toBeGreaterThan(0);
          expect(text.length).toBeLessThanOrEqual(2_000);
        }
      }),
    );
  });
});
