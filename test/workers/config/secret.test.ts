import { inspect } from 'node:util';

import { describe, expect, test } from '@jest/globals';

import { Secret } from '../../../workers/config/secret.ts';

describe('Secret', () => {
  const secret = new Secret('hunter2');

  test('default: the value comes out only where it is asked for', () => {
    expect(secret.reveal()).toBe('hunter2');
  });

  test.each([
    ['string', String(secret)],
    ['primitive', secret[Symbol.toPrimitive]()],
    ['JSON', JSON.stringify({ secret })],
    ['inspect', inspect({ secret }, { showHidden: true, depth: 9 })],
    ['keys', JSON.stringify(Object.entries(secret))],
  ])('behavior: printed as %s it shows nothing', (_how, printed) => {
    expect(printed).not.toContain('hunter2');
  });
});
